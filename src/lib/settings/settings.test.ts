import { describe, expect, test } from 'vitest'
import { brokenRule, presetNames, presets, rules, sections, settingNames, settingOf, slices } from './index.ts'
import type { Kind } from './index.ts'

const defaults = Object.fromEntries(settingNames.map((name) => [name, settingOf(name).default]))
const kindOf = (name: (typeof settingNames)[number]): Kind<string, unknown> => settingOf(name).kind

test('no name is declared by two modules, and no module is without settings', () => {
  const names = Object.values(slices).map((slice) => Object.keys(slice))
  expect(names.flat().toSorted()).toEqual(settingNames.toSorted())
  expect(names.filter((some) => some.length === 0)).toEqual([])
})

test('the rules between settings name settings, and hold before anything is decided', () => {
  expect(rules.length).toBeGreaterThan(0)
  for (const { names, at } of rules) {
    expect(settingNames).toEqual(expect.arrayContaining([...names]))
    expect(names).toContain(at)
  }
  expect(brokenRule(defaults)).toBeUndefined()
  expect(brokenRule({ ...defaults, expiryDays: 366 })?.at).toBe('maxExpiryDays')
})

test('every part of the page has something to decide', () => {
  const used = new Set(settingNames.map((name) => settingOf(name).section))
  expect(Object.keys(sections).filter((section) => ![...used].some((name) => name === section))).toEqual([])
})

describe.each(settingNames)('%s', (name) => {
  const kind = kindOf(name)
  const { presets: advised } = settingOf(name)
  const values = [settingOf(name).default, ...presetNames.flatMap((preset) => (advised ? [advised[preset]] : []))]

  test('has a default and advice that its own schema takes', () => {
    for (const value of values) expect(kind.schema.parse(value)).toEqual(value)
  })

  test('is written as it can be typed again', () => {
    for (const value of values) expect(kind.schema.parse(kind.read(kind.write(value)))).toEqual(value)
  })

  test('has a sentence in both languages', () => {
    for (const { label, hint } of Object.values(settingOf(name).texts)) {
      expect(label).toMatch(/^\p{Lu}.*[^.]$/u)
      expect(hint).toMatch(/^\p{Lu}.*\.$/u)
    }
  })

  test('is advised to every profession or to none', () => {
    expect(presetNames.filter((preset) => Object.hasOwn(presets[preset], name))).toHaveLength(
      advised === undefined ? 0 : presetNames.length,
    )
  })
})
