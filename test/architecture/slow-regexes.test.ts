import { describe, expect, test } from 'vitest'
import { isSlow, regexesOf } from './rules/slow-regexes.ts'
import { madeRegexes, slowRegexes } from './slow-regex-exceptions.ts'
import { readSources } from './source-files.ts'

const found = readSources().map(regexesOf)
const literals = found.flatMap((file) => file.literals)
const made = found.flatMap((file) => file.made)

describe('regular expressions in the product', () => {
  test('take time that grows with the text and not faster, but for those whose text is short', () => {
    expect(literals.length).toBeGreaterThan(300)
    const slow = literals.filter(({ pattern, flags }) => isSlow(pattern, flags))
    const isExcused = ({ path, pattern }: { path: string; pattern: string }) =>
      slowRegexes.some((one) => one.path === path && one.pattern === pattern)
    const guilty = slow.filter((one) => !isExcused(one))
    expect(guilty.map(({ path, line, pattern, flags }) => `${path}:${line} /${pattern}/${flags}`)).toEqual([])
    const unneeded = slowRegexes.filter(
      ({ path, pattern }) => !slow.some((one) => one.path === path && one.pattern === pattern),
    )
    expect(unneeded).toEqual([])
  })

  test('are made at run time in listed places only', () => {
    expect(made.length).toBeGreaterThan(0)
    expect(made.filter((place) => !madeRegexes.some((one) => place.startsWith(`${one.path}: `)))).toEqual([])
    expect(madeRegexes.filter((one) => !made.some((place) => place.startsWith(`${one.path}: `)))).toEqual([])
  })
})

describe('an expression is slow', () => {
  test.each([
    [/x+$/, 'every x is tried as a beginning'],
    [/[ .]+$/, 'the end of a name'],
    [/\s*,\s*/, 'blanks without a comma'],
    [/<style\b[^>]*>([^]*?)<\/style\s*>/gi, 'style sheets without an end'],
    [/<[^>]+\s(?:bgcolor|color|text)\s*=/i, 'a tag that goes on'],
    [/url\(\s*["']?\s*(?:https?:)?\/\//i, 'blanks in two places'],
    [/^(a+)+$/, 'a repetition of repetitions'],
    [/^(?:a|a)*$/, 'the same in two ways'],
    [/^\s*\s*$/, 'blanks shared out among two'],
    [/^.*,.*$/, 'any comma will do'],
    [/^[^:]*:/m, 'every line is a beginning'],
    [/a.*b.*c/, 'ends that are missing'],
    [/(?=.*x)/, 'a look ahead from everywhere'],
    [/%.*$/, 'a line end that is no end'],
    [/a*b/g, 'a without b'],
  ])('%s: %s', ({ source, flags }) => expect(isSlow(source, flags)).toBe(true))
})

describe('an expression is not slow', () => {
  test.each([
    /\s+/g,
    /^x+$/,
    /a*b/y,
    /"[^"]*"|'[^']*'/g,
    /<[^<>]*>/g,
    /<[^>]*(?:>|$)/,
    /[^]*$/,
    /^(?:\s*(?:re|aw)\s*(?:\[\d+\]\s*)?:)+\s*/i,
    /^\s*a\s*$/,
    /^(?:a|b)*$/,
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    /https?:\/\/[^\s<>]{1,2000}/giu,
    /[[\p{Cc}\p{Cf}]--[\u200c\u200d]]/gv,
    /(?<=\s)\S/g,
    /^\S+@[^\s@]+$/,
    /[A-Za-z]+/g,
  ])('%s', ({ source, flags }) => expect(isSlow(source, flags)).toBe(false))
})
