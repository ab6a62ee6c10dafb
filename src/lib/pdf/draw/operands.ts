import type { Colour } from '../model/blocks.ts'

/** Two decimals: a hundredth of a point is finer than any printer. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}

const operands = new Map<Colour, string>()

/** Red, green and blue from 0 to 1. */
export function colourOperands(colour: Colour): string {
  const known = operands.get(colour)
  if (known !== undefined) return known
  const parts = [0, 2, 4].map((at) => Math.round((Number.parseInt(colour.slice(at, at + 2), 16) / 255) * 1000) / 1000)
  const found = parts.join(' ')
  if (operands.size > 5_000) operands.clear()
  operands.set(colour, found)
  return found
}
