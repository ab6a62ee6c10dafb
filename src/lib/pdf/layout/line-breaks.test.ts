import { describe, expect, it } from 'vitest'
import { mayBreakBetween } from './line-breaks.ts'

const at = (text: string, index: number, wordLength = index): boolean =>
  mayBreakBetween(text.codePointAt(index - 1) ?? 0, text.codePointAt(index) ?? 0, wordLength)

describe('mayBreakBetween', () => {
  it.each([
    ['after the hyphen of a compound', 'Mail-Adresse', 5, true],
    ['not before a figure after a hyphen', '2026-03', 5, false],
    ['not inside a word', 'Nachricht', 4, false],
    ['between Chinese characters', '中文', 1, true],
    ['not before a Chinese full stop', '文。', 1, false],
    ['not after an opening bracket', '「中', 1, false],
    ['not at a no-break space', 'a\u00a0b', 2, false],
    ['not before a small kana', 'キャ', 1, false],
  ])('a line may end %s', (_, text, index, expected) => {
    expect(at(text, index)).toBe(expected)
  })

  it('lets long addresses break after their slashes, short ones not', () => {
    expect(at('a/b', 2, 30)).toBe(true)
    expect(at('a/b', 2, 2)).toBe(false)
  })
})
