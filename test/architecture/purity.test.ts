import { describe, expect, test } from 'vitest'
import { impurities } from './rules/purity.ts'
import { readSources } from './source-files.ts'

describe('pure code', () => {
  test('in lib touches no Node, no page, no clock and no randomness of its own', () => {
    const files = readSources('src/lib')
    expect(files.length).toBeGreaterThan(0)
    expect(files.flatMap(impurities)).toEqual([])
  })

  test.each([
    ['const a = process.env.HOME', 'process'],
    ['export const a = (b: Buffer) => b', 'Buffer'],
    ['const a = document.title', 'document'],
    ['const a = globalThis.localStorage', 'localStorage'],
    ['const a = Date.now()', 'Date.now'],
    ['const a = new Date()', 'new Date()'],
    ['const a = Math.random()', 'Math.random'],
    ['await fetch("https://example.org")', 'fetch'],
    ['setTimeout(() => {}, 1)', 'setTimeout'],
  ])('is not %s', (text, name) => {
    expect(impurities({ path: 'src/lib/a.ts', text })).toEqual([`src/lib/a.ts uses ${name}`])
  })

  test.each([
    'const a = globalThis.crypto.getRandomValues(new Uint8Array(4))',
    'const a = new Date(0)',
    'interface A { document: string }; const a: A = { document: "x" }; export const b = a.document',
    'export function a(window: number) { return window + 1 }',
    'const a = new TextEncoder()',
    'import { Buffer as Letters } from "a"; export const b = new Letters()',
  ])('may be %s', (text) => {
    expect(impurities({ path: 'src/lib/a.ts', text })).toEqual([])
  })
})
