import { describe, expect, it } from 'vitest'
import { columnWidths } from './column-widths.ts'

const need = (min: number, max: number, wished: number | null = null) => ({ min, max, wished })
const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0)

describe('columnWidths', () => {
  it('gives every column its widest line where that fits', () => {
    expect(columnWidths([need(30, 60), need(40, 100)], 400, false)).toEqual([60, 100])
  })

  it('stretches a table that is to be as wide as the page', () => {
    expect(columnWidths([need(30, 50), need(40, 150)], 400, true)).toEqual([100, 300])
  })

  it('keeps short lines whole and shares by need what is left', () => {
    const widths = columnWidths([need(20, 50), need(50, 1000)], 300, false)
    expect(widths[0]).toBe(50)
    expect(sum(widths)).toBeCloseTo(300)
  })

  it('never exceeds the page, even when the words alone do', () => {
    const widths = columnWidths([need(30, 30), need(900, 900), need(900, 900)], 300, false)
    expect(widths[0]).toBe(30)
    expect(sum(widths)).toBeCloseTo(300)
  })
})
