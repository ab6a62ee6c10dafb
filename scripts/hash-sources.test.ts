import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashSources } from './hash-sources.ts'

describe('the hash that decides whether a client is built again', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sealpost-hash-'))
    mkdirSync(join(root, 'src'))
    writeFileSync(join(root, 'src/page.tsx'), 'one')
    writeFileSync(join(root, 'lock.json'), '{}')
  })
  afterEach(() => rmSync(root, { recursive: true }))
  const hash = () => hashSources(root, ['src', 'lock.json', 'not-there'])

  test('stays the same while nothing changes', () => {
    expect(hash()).toBe(hash())
  })

  test.each([
    ['a changed file', 'src/page.tsx', 'two'],
    ['a new file', 'src/other.css', 'one'],
    ['a changed lock file', 'lock.json', '{ }'],
  ])('changes with %s', (_what, path, content) => {
    const before = hash()
    writeFileSync(join(root, path), content)
    expect(hash()).not.toBe(before)
  })

  test('does not change with a test', () => {
    const before = hash()
    writeFileSync(join(root, 'src/page.test.tsx'), 'one')
    expect(hash()).toBe(before)
  })
})
