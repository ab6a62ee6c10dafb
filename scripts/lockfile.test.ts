import { describe, expect, test } from 'vitest'
import { missingOptionalEntries, parseLockfile } from './lockfile.ts'

const lockfile = (packages: Record<string, unknown>) =>
  parseLockfile(JSON.stringify({ name: 'x', version: '1.0.0', lockfileVersion: 3, requires: true, packages }))

describe('optional packages for other platforms in the lock file', () => {
  test('get an entry with the platform that their name says', () => {
    const missing = missingOptionalEntries(
      lockfile({
        'node_modules/tool': {
          version: '2.0.0',
          dev: true,
          optionalDependencies: { '@tool/openharmony-arm64': '2.0.0', '@tool/linux-x64-musl': '2.0.0' },
        },
      }),
    )
    expect(missing).toEqual([
      {
        location: 'node_modules/@tool/openharmony-arm64',
        entry: { version: '2.0.0', cpu: ['arm64'], dev: true, optional: true, os: ['openharmony'] },
      },
      {
        location: 'node_modules/@tool/linux-x64-musl',
        entry: { version: '2.0.0', cpu: ['x64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] },
      },
    ])
  })

  test('are left alone when they are locked beside the package or inside it', () => {
    const missing = missingOptionalEntries(
      lockfile({
        '': { optionalDependencies: { a: '1.0.0' } },
        'node_modules/a': {},
        'node_modules/b': { optionalDependencies: { a: '1.0.0', c: '1.0.0' } },
        'node_modules/b/node_modules/c': {},
        'node_modules/b/node_modules/d': { optionalDependencies: { a: '1.0.0', c: '1.0.0' } },
      }),
    )
    expect(missing).toEqual([])
  })

  test('a file of another version is refused', () => {
    expect(() => parseLockfile('{"lockfileVersion":1,"packages":{}}')).toThrow()
  })
})
