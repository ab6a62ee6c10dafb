import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brandColours, contrastOf } from './apply-brand-colour.ts'

const tokens = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const looks = ['light', 'dark'] as const
const token = (look: (typeof looks)[number], name: string): string => {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens) ?? []
  return (look === 'light' ? light : dark) ?? ''
}

describe('colours are readable', () => {
  test('whatever colour an organisation chose', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const { onLight, onDark } = brandColours(`#${value.toString(16).padStart(6, '0')}`)
        for (const background of [token('light', 'page'), token('light', 'surface'), token('light', 'on-brand')])
          expect(contrastOf(onLight, background)).toBeGreaterThanOrEqual(4.5)
        for (const background of [token('dark', 'page'), token('dark', 'surface'), token('dark', 'on-brand')])
          expect(contrastOf(onDark, background)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  test('and a colour that is readable already stays as it is', () => {
    expect(brandColours('#1f5f8b').onLight).toBe('#1f5f8b')
  })

  test.each(looks)('in the %s look', (look) => {
    for (const background of [token(look, 'page'), token(look, 'surface')]) {
      for (const text of ['ink', 'ink-muted', 'danger', 'success', 'warning'])
        expect(contrastOf(token(look, text), background), text).toBeGreaterThanOrEqual(4.5)
      expect(contrastOf(token(look, 'line-strong'), background)).toBeGreaterThanOrEqual(3)
    }
    for (const kind of ['danger', 'success', 'warning'])
      expect(contrastOf(token(look, kind), token(look, `${kind}-soft`)), kind).toBeGreaterThanOrEqual(4.5)
  })
})
