import { describe, expect, test } from 'vitest'
import { settingsChanges } from '../../contract/organisation.ts'
import { brokenRule, presetDifferences, presetNames, presets } from './index.ts'

describe.each(presetNames)('the preset for %s', (name) => {
  const preset = presets[name]

  test('has values within the bounds of the settings', () => {
    expect(settingsChanges.parse(preset)).toEqual(preset)
    expect(brokenRule(preset)).toBeUndefined()
  })

  test('lets senders choose the route that it sets', () => {
    expect(preset.senderRoutes).toContain(preset.route)
  })

  test('decides the same settings as every other one, so that nothing of an earlier one remains', () => {
    expect(Object.keys(preset).toSorted()).toEqual(Object.keys(presets.doctors).toSorted())
  })

  test('has a note in both languages, as one paragraph', () => {
    for (const note of [preset.coverNoteGerman, preset.coverNoteEnglish]) expect(note).toMatch(/^[A-Z][^\n]{40,600}\.$/)
  })
})

describe('differences from a preset', () => {
  test('are named in its order, and the order inside a list is none', () => {
    const settings = {
      ...presets.doctors,
      senderRoutes: presets.doctors.senderRoutes.toReversed(),
      smsDailyBudget: 1,
      route: 'attachment',
    } as const
    expect(presetDifferences(presets.doctors, settings)).toEqual(['route', 'smsDailyBudget'])
  })

  test('are none for the preset itself, whatever else the settings hold', () => {
    expect(presetDifferences(presets.lawyers, { ...presets.lawyers })).toEqual([])
  })
})
