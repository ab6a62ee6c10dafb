import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { slowFileAllowances } from './slow-file-allowances.ts'
import { limitMs, wordsForFilesAboveLimit, wordsForSlowFiles, type FileTime } from './slow-files.ts'

const on = (loadPerCore: number, ...seconds: readonly number[]): FileTime[] =>
  seconds.map((one) => ({ file: `takes-${one}.test.ts`, durationMs: one * 1000, loadPerCore }))
const times = (...seconds: readonly number[]) => on(1, ...seconds)
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

describe('a run fails by a file', () => {
  test('above 90 seconds, which is named with what it may take, and by no other', () => {
    const words = wordsForFilesAboveLimit(times(1, 89.9, 90, 90.1), [])
    expect(files(words)).toEqual(['takes-90.1'])
    expect(words).toContain('90.1 s  takes-90.1.test.ts, at most 90.0 s')
    expect(wordsForFilesAboveLimit(times(1, 90), [])).toBe('')
  })

  test('that is alone in its run as well', () => {
    expect(files(wordsForFilesAboveLimit(times(91), []))).toEqual(['takes-91'])
  })

  test('later on a machine that has other work: as much later as more waits for each core', () => {
    expect(wordsForFilesAboveLimit(on(2, 91), [])).not.toBe('')
    expect(wordsForFilesAboveLimit(on(4, 179), [])).toBe('')
    expect(wordsForFilesAboveLimit(on(4, 181), [])).toContain('at most 180.0 s')
  })

  test('at what it is allowed, where it is on the list', () => {
    const allowances = [{ file: 'takes-120.test.ts', seconds: 110, reason: 'starts ten servers' }]
    expect(wordsForFilesAboveLimit(times(120), allowances)).toContain('at most 110.0 s')
    expect(wordsForFilesAboveLimit(on(3, 120), allowances)).toBe('')
    expect(files(wordsForFilesAboveLimit(times(91, 120), allowances))).toEqual(['takes-91', 'takes-120'])
  })
})

test('every file on the list exists, is allowed more than the others and says why', () => {
  for (const { file, seconds, reason } of slowFileAllowances) {
    expect(existsSync(resolve(import.meta.dirname, '../..', file)), file).toBe(true)
    expect(seconds * 1000, file).toBeGreaterThan(limitMs)
    expect(reason, file).not.toBe('')
  }
})
