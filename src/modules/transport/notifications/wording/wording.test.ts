import { expect, test } from 'vitest'
import { english } from './english.ts'
import { german } from './german.ts'

/** Every text by its path; those that are built count as their source. */
function textsOf(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String(value)]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => textsOf(part, `${path}.${key}`))
}

const [inEnglish, inGerman] = [textsOf(english), textsOf(german)]

test('both languages have every text', () => {
  expect(inEnglish.length).toBeGreaterThan(100)
  expect(inGerman.map(([path]) => path)).toEqual(inEnglish.map(([path]) => path))
  for (const [path, text] of [...inEnglish, ...inGerman]) expect(text.trim(), path).not.toBe('')
})

test('no sentence was left in the other language', () => {
  const ofGerman = new Map(inGerman)
  const same = inEnglish.filter(([path, text]) => text.includes(' ') && ofGerman.get(path) === text)
  expect(same.map(([path]) => path)).toEqual([])
})
