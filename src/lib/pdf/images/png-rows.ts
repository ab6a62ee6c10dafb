import { rowBytes, samplesOf } from './png-header.ts'
import type { PngHeader } from './png-header.ts'

// Adam7 (W3C PNG section 8.2): where each pass begins and how far its pixels lie apart.
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Samples of eight bits, row by row; null when the data end too early. Palette entries stay as they are. */
export function plainRows(header: PngHeader, filtered: Uint8Array): Uint8Array | null {
  const samples = new Uint8Array(header.columns * header.rows * (samplesOf[header.colourType] ?? 1))
  const end = readPass(header, filtered, {
    at: 0,
    columns: header.columns,
    rows: header.rows,
    put: (sample, value) => (samples[sample] = value),
  })
  return end === null ? null : samples
}

/** The same for an interlaced image. */
export function interlacedRows(header: PngHeader, filtered: Uint8Array): Uint8Array | null {
  const perPixel = samplesOf[header.colourType] ?? 1
  const samples = new Uint8Array(header.columns * header.rows * perPixel)
  let at: number | null = 0
  for (const [x, y, stepX, stepY] of passes) {
    const columns = Math.ceil((header.columns - x) / stepX)
    const rows = Math.ceil((header.rows - y) / stepY)
    if (columns <= 0 || rows <= 0) continue
    const put = (sample: number, value: number): void => {
      const pixel = Math.floor(sample / perPixel)
      const row = y + Math.floor(pixel / columns) * stepY
      const column = x + (pixel % columns) * stepX
      samples[(row * header.columns + column) * perPixel + (sample % perPixel)] = value
    }
    at = readPass(header, filtered, { at, columns, rows, put })
    if (at === null) return null
  }
  return samples
}

interface Pass {
  readonly at: number
  readonly columns: number
  readonly rows: number
  readonly put: (sample: number, value: number) => void
}

function readPass(header: PngHeader, filtered: Uint8Array, pass: Pass): number | null {
  const length = rowBytes(header, pass.columns)
  const step = Math.max(1, ((samplesOf[header.colourType] ?? 1) * header.bits) >> 3)
  const perRow = pass.columns * (samplesOf[header.colourType] ?? 1)
  let previous = new Uint8Array(length)
  let { at } = pass
  for (let row = 0; row < pass.rows; row += 1) {
    if (at + 1 + length > filtered.length) return null
    const current = filtered.slice(at + 1, at + 1 + length)
    if (!unfilter(filtered[at] ?? 0, { current, previous, step })) return null
    for (let sample = 0; sample < perRow; sample += 1)
      pass.put(row * perRow + sample, sampleAt(current, sample, header))
    previous = current
    at += 1 + length
  }
  return at
}

function sampleAt(row: Uint8Array, sample: number, header: PngHeader): number {
  if (header.bits === 8) return row[sample] ?? 0
  if (header.bits === 16) return row[sample * 2] ?? 0
  const perByte = 8 / header.bits
  const shift = 8 - header.bits * ((sample % perByte) + 1)
  const most = (1 << header.bits) - 1
  const value = ((row[Math.floor(sample / perByte)] ?? 0) >> shift) & most
  return header.colourType === 3 ? value : Math.round((value * 255) / most)
}

// W3C PNG section 9.
function unfilter(filter: number, rows: { current: Uint8Array; previous: Uint8Array; step: number }): boolean {
  const { current, previous, step } = rows
  if (filter > 4) return false
  if (filter === 0) return true
  for (let index = 0; index < current.length; index += 1) {
    const left = index >= step ? (current[index - step] ?? 0) : 0
    const up = previous[index] ?? 0
    const corner = index >= step ? (previous[index - step] ?? 0) : 0
    const guess = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner)
    current[index] = ((current[index] ?? 0) + guess) & 0xff
  }
  return true
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const toLeft = Math.abs(guess - left)
  const toUp = Math.abs(guess - up)
  const toCorner = Math.abs(guess - corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
