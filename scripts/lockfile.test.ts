import { describe, expect, test } from 'vitest'
import { missingNativePackages, missingOptionalEntries, parseLockfile } from './lockfile.ts'

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

describe('native packages that an installation left out', () => {
  const linux = { optional: true, os: ['linux'], cpu: ['x64'] }
  const locked = lockfile({
    'node_modules/here': linux,
    'node_modules/gone': { ...linux, libc: ['glibc'] },
    'node_modules/gone-dev': { ...linux, dev: true },
    'node_modules/musl': { ...linux, libc: ['musl'] },
    'node_modules/mac': { ...linux, os: ['darwin'] },
    'node_modules/portable': { optional: true },
    'node_modules/required': { os: ['linux'], cpu: ['x64'] },
  })
  const machine = { os: 'linux', cpu: 'x64', libc: 'glibc', isInstalled: (path: string) => path.endsWith('/here') }

  test('are those for this machine and no other', () => {
    expect(missingNativePackages(locked, { ...machine, withDev: true })).toEqual([
      'node_modules/gone',
      'node_modules/gone-dev',
    ])
  })

  test('are those for production when only that was installed', () => {
    expect(missingNativePackages(locked, { ...machine, withDev: false })).toEqual(['node_modules/gone'])
  })
})
