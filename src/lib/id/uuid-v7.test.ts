import { expect, test } from 'vitest'
import { uuidV7 } from './uuid-v7.ts'

test('an identifier carries version, variant and the given time', () => {
  const id = uuidV7(0x0192_3456_789a)
  expect(id).toMatch(/^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('identifiers made in a later millisecond sort later', () => {
  expect(uuidV7(1_800_000_000_000) < uuidV7(1_800_000_000_001)).toBe(true)
})

test('identifiers of one millisecond differ', () => {
  const made = new Set(Array.from({ length: 1000 }, () => uuidV7(5)))
  expect(made.size).toBe(1000)
})
