import type { Colour } from '../model/blocks.ts'
import { colours } from '../model/look.ts'

const named = new Map<string, Colour>(
  Object.entries({
    black: '000000',
    white: 'ffffff',
    red: 'ff0000',
    green: '008000',
    blue: '0000ff',
    navy: '000080',
    gray: '808080',
    grey: '808080',
    silver: 'c0c0c0',
    maroon: '800000',
    purple: '800080',
    fuchsia: 'ff00ff',
    magenta: 'ff00ff',
    lime: '00ff00',
    olive: '808000',
    yellow: 'ffff00',
    teal: '008080',
    aqua: '00ffff',
    cyan: '00ffff',
    orange: 'ffa500',
    brown: 'a52a2a',
    pink: 'ffc0cb',
    darkblue: '00008b',
    darkgreen: '006400',
    darkred: '8b0000',
    darkgray: 'a9a9a9',
    darkgrey: 'a9a9a9',
    lightgray: 'd3d3d3',
    lightgrey: 'd3d3d3',
    whitesmoke: 'f5f5f5',
    windowtext: '000000',
    crimson: 'dc143c',
    dimgray: '696969',
    dimgrey: '696969',
    steelblue: '4682b4',
    royalblue: '4169e1',
    gold: 'ffd700',
    lightyellow: 'ffffe0',
    lightblue: 'add8e6',
    lightgreen: '90ee90',
    tomato: 'ff6347',
    gainsboro: 'dcdcdc',
    indigo: '4b0082',
    beige: 'f5f5dc',
  }),
)

/** A colour of HTML or CSS; null for what is none, is transparent or would need a palette of the system. */
export function parseColour(value: string | undefined): Colour | null {
  if (value === undefined || value.length > 60) return null
  const text = value.trim().toLowerCase()
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(text)?.[1]
  if (hex !== undefined) return hex.length === 6 ? hex : [...hex].map((digit) => digit + digit).join('')
  const parts = /^rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]+%?)\s*)?\)$/.exec(text)
  if (parts === null) return named.get(text) ?? null
  if (parts[4] !== undefined && Number.parseFloat(parts[4]) === 0) return null
  return [parts[1], parts[2], parts[3]]
    .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, '0'))
    .join('')
}

const enough = 4.5
const remembered = new Map<string, Colour>()

/** The colour, made darker or lighter until it can be read on its ground (WCAG 2.2, 1.4.3: 4.5 to 1). */
export function readable(colour: Colour, ground: Colour): Colour {
  const key = `${colour}${ground}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const target = luminance(ground) > 0.35 ? 0 : 255
  // Nearly the colour of the ground: it was meant for another one, and a pale version of it would be no better.
  let found = target === 0 && contrast(colour, ground) < 1.7 ? colours.ink : colour
  for (let step = 1; step <= 10 && contrast(found, ground) < enough; step += 1) found = mixed(colour, target, step / 10)
  if (remembered.size > 5_000) remembered.clear()
  remembered.set(key, found)
  return found
}

/** Relative luminance (WCAG 2.2), 0 for black to 1 for white. */
export function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(left: Colour, right: Colour): number {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function mixed(colour: Colour, target: number, share: number): Colour {
  return channels(colour)
    .map((channel) =>
      Math.round(channel + (target - channel) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')
}

function channels(colour: Colour): number[] {
  return [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
