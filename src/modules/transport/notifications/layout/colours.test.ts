import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentOf, contrast } from './colours.ts'

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test('whatever colour an organisation has, button and links stay readable', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(colour, (primary) => {
      const { fill, onFill, link } = accentOf(primary)
      expect(contrast(fill, onFill)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(link, '#ffffff')).toBeGreaterThanOrEqual(4.5)
    }),
  )
})

test('what is no colour becomes the usual one', () => {
  expect(accentOf('red;background:url(x)').fill).toBe('#1f4e79')
})
