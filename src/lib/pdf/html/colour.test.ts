import { describe, expect, it } from 'vitest'
import { luminance, parseColour, readable } from './colour.ts'

const contrast = (one: string, two: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(two)].toSorted((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

describe('parseColour', () => {
  it.each([
    ['#F00', 'ff0000'],
    ['#1a2B3c', '1a2b3c'],
    ['rgb(0, 128,255)', '0080ff'],
    ['rgba(10 20 30 / 0.5)', '0a141e'],
    ['WindowText', '000000'],
  ])('%s', (value, colour) => {
    expect(parseColour(value)).toBe(colour)
  })

  it.each(['transparent', 'inherit', 'rgba(0,0,0,0)', 'url(x)', '#12345', 'constructor'])('%s is none', (value) => {
    expect(parseColour(value)).toBeNull()
  })
})

describe('readable', () => {
  it('leaves a colour with enough contrast alone', () => {
    expect(readable('c00000', 'ffffff')).toBe('c00000')
  })

  it.each([
    ['ffffff', 'ffffff'],
    ['ffff00', 'ffffff'],
    ['999999', 'ffffff'],
    ['333333', '1f3b57'],
    ['f0f0f0', 'f5a623'],
  ])('makes %s on %s readable', (colour, ground) => {
    expect(contrast(readable(colour, ground), ground)).toBeGreaterThanOrEqual(4.5)
  })
})
