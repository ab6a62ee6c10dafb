import { describe, expect, it } from 'vitest'
import { isZero, lengthInPoints, parseCss } from './css.ts'

describe('parseCss', () => {
  it('reads declarations in lower case, the last one counts', () => {
    expect([...parseCss('COLOR: Red; color:blue !important;;x')]).toEqual([['color', 'blue']])
  })

  it('lets what is important win, whatever comes after', () => {
    expect(parseCss('display:block !important;display:none').get('display')).toBe('block')
    expect(parseCss('display:block !important;display:none!important').get('display')).toBe('none')
  })

  it('stops reading at a bound', () => {
    expect(parseCss('a:b;'.repeat(100_000)).size).toBe(1)
    expect(parseCss(Array.from({ length: 1000 }, (_, index) => `a${index}:b`).join(';')).size).toBeLessThanOrEqual(60)
  })
})

describe('lengthInPoints', () => {
  it.each([
    ['16px', 12],
    ['11.0pt', 11],
    ['2', 1.5],
    ['1.5em', 18],
    ['-3px', -2.25],
  ])('%s', (value, points) => {
    expect(lengthInPoints(value, 12)).toBeCloseTo(points)
  })

  it.each(['', 'auto', '100%', 'calc(1px)', '9'.repeat(50)])('takes %s for no length', (value) => {
    expect(lengthInPoints(value, 12)).toBeNull()
  })
})

describe('isZero', () => {
  it.each(['0', '0px', '0.0em', '00pt', '-0', '0%', '0vmin'])('%s is nothing', (value) => {
    expect(isZero(value)).toBe(true)
  })

  it.each(['', '0.1px', '10px', 'auto', 'none', '0 auto', undefined])('%s is something', (value) => {
    expect(isZero(value)).toBe(false)
  })
})
