import { describe, expect, it } from 'vitest'
import { parseCss } from './css.ts'
import { hasNoSize, isHidden } from './visibility.ts'

const styled = (style: string, tag = 'div', attributes: Record<string, string> = {}) => ({
  tag,
  attributes: new Map(Object.entries(attributes)),
  css: parseCss(style),
})

describe('isHidden', () => {
  it.each([
    'display:none',
    'display:none !important;display:block',
    'opacity:0',
    'overflow:hidden;height:0px',
    'max-height:0;overflow:hidden',
    'max-height:0px;max-width:0px;overflow:hidden;padding:0',
  ])('finds a preview hidden by %s', (style) => {
    expect(isHidden(styled(style), false)).toBe(true)
  })

  it.each([
    'display:block;font-size:10px;opacity:1',
    'mso-hide:all',
    'font-size:0;line-height:0',
    'max-height:0',
    'max-width:0;overflow:hidden;text-overflow:ellipsis',
    'overflow:hidden;height:0;padding-top:50%',
    'overflow:hidden;height:0;min-height:20px',
    'opacity:0;animation:fade 1s forwards',
    'visibility:hidden',
  ])('shows what others show in spite of %s', (style) => {
    expect(isHidden(styled(style), false)).toBe(false)
  })

  it('knows that heights do not bind cells and inline text, and that a display of its own undoes "hidden"', () => {
    expect(isHidden(styled('height:0;overflow:hidden', 'td'), false)).toBe(false)
    expect(isHidden(styled('height:0;overflow:hidden', 'span'), true)).toBe(false)
    expect(isHidden(styled('height:0;overflow:hidden;display:inline-block', 'span'), true)).toBe(true)
    expect(isHidden(styled('', 'div', { hidden: '' }), false)).toBe(true)
    expect(isHidden(styled('display:block', 'div', { hidden: '' }), false)).toBe(false)
  })
})

describe('hasNoSize', () => {
  const inZero = { isZero: true, isQuirks: false }

  it.each(['font-size:0', 'font-size:0px', 'font:0/0 a', 'font:bold 0px/1 Arial'])('%s has none', (style) => {
    expect(hasNoSize(styled(style), { isZero: false, isQuirks: false })).toBe(true)
  })

  it.each(['', 'color:red', 'font-size:1em', 'font-size:120%', 'font-size:inherit', 'font-size:smaller'])(
    'inside what has none, "%s" has none either',
    (style) => {
      expect(hasNoSize(styled(style), inZero)).toBe(true)
      expect(hasNoSize(styled(style), { isZero: false, isQuirks: false })).toBe(false)
    },
  )

  it.each([
    'font-size:14px',
    'font-size:1rem',
    'font-size:medium',
    'font-size:calc(2px)',
    'font:14px/20px Arial',
    'font:caption',
  ])('inside what has none, %s has one', (style) => {
    expect(hasNoSize(styled(style), inZero)).toBe(false)
  })

  it('knows old attributes, fields, and tables without a document type', () => {
    expect(hasNoSize(styled('', 'font', { size: '2' }), inZero)).toBe(false)
    expect(hasNoSize(styled('', 'input'), inZero)).toBe(false)
    expect(hasNoSize(styled('', 'table'), inZero)).toBe(true)
    expect(hasNoSize(styled('', 'table'), { isZero: true, isQuirks: true })).toBe(false)
  })
})
