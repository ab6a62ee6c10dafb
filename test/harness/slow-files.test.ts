import { expect, test } from 'vitest'
import { wordsForSlowFiles, type FileTime } from './slow-files.ts'

const times = (...seconds: readonly number[]): FileTime[] =>
  seconds.map((one) => ({ file: `takes-${one}.test.ts`, durationMs: one * 1000 }))
const files = (words: string) => words.match(/takes-[\d.]+(?=\.test)/g) ?? []

test('the ten slowest files are named, the slowest first, and those above the budget are marked and counted', () => {
  const words = wordsForSlowFiles(times(1, 20, 3, 20.1, 5, 6, 7, 8, 9, 10, 11, 140.25))
  expect(files(words)).toEqual([140.25, 20.1, 20, 11, 10, 9, 8, 7, 6, 5].map((seconds) => `takes-${seconds}`))
  expect(words).toContain('(2 of 12 above 20 s)')
  expect(words.match(/! .*/g)).toEqual(['!  140.3 s  takes-140.25.test.ts', '!   20.1 s  takes-20.1.test.ts'])
})

test('more than ten above the budget are all named', () => {
  const words = wordsForSlowFiles(times(...Array.from({ length: 12 }, (_, index) => 30 + index), 1))
  expect(files(words)).toHaveLength(12)
  expect(words).toContain('(12 of 13 above 20 s)')
})

test('a run of one file has nothing to compare', () => {
  expect(wordsForSlowFiles(times(99))).toBe('')
})
