import { describe, expect, it } from 'vitest'
import { isHidden, lengthInPoints, parseCss } from './css.ts'

describe('parseCss', () => {
  it('reads declarations in lower case, the last one counts', () => {
    expect([...parseCss('COLOR: Red; color:blue !important;;x')]).toEqual([['color', 'blue']])
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

describe('isHidden', () => {
  it.each([
    'display:none',
    'max-height:0',
    'mso-hide:all',
    'visibility:hidden',
    'opacity:0',
    'overflow:hidden;height:0px',
    'font-size:0;line-height:0',
  ])('finds a preview hidden by %s', (style) => {
    expect(isHidden(parseCss(style))).toBe(true)
  })

  it('keeps ordinary text', () => {
    expect(isHidden(parseCss('display:block;font-size:10px;opacity:1'))).toBe(false)
  })
})
