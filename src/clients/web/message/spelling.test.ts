import { expect, test } from 'vitest'
import { attachmentPassword } from '../../../lib/attachment-password/index.ts'
import { spell } from './spelling.ts'

test('every character of every password has a word of its own in both languages', () => {
  const all = Array.from({ length: 64 }, (_, index) => attachmentPassword(new Uint8Array(10).fill(index * 4 + 3))).join(
    '-',
  )
  for (const language of ['de', 'en'] as const) {
    const words = new Map(
      spell(all, language)
        .flat()
        .map(({ character, word }) => [character, word]),
    )
    expect(words.size).toBe(32)
    expect(new Set(words.values()).size).toBe(32)
    expect([...words].filter(([character, word]) => character === word)).toEqual([])
  }
})

test('the groups stay groups', () => {
  expect(spell('ab2c-kmnp-q3rs-t4uv', 'en').map((group) => group.map(({ word }) => word).join(' '))).toEqual([
    'Alfa Bravo two Charlie',
    'Kilo Mike November Papa',
    'Quebec three Romeo Sierra',
    'Tango four Uniform Victor',
  ])
})
