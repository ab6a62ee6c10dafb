/** Which glyph of a font stands for a code point; 0 where none does. */
export type CharacterMap = (codePoint: number) => number

// Unicode in all its planes before the first plane alone (OpenType 1.9, "cmap", encoding records).
const wanted: readonly (readonly [platform: number, encoding: number])[] = [
  [3, 10],
  [0, 6],
  [0, 4],
  [3, 1],
  [0, 3],
]

/** Reads the best table of the "cmap" of a font; formats 12 and 4 are what fonts have today. */
export function readCharacterMap(cmap: DataView): CharacterMap {
  const places = new Map<string, number>()
  for (let index = 0; index < cmap.getUint16(2); index += 1) {
    const at = 4 + index * 8
    places.set(`${cmap.getUint16(at)}.${cmap.getUint16(at + 2)}`, cmap.getUint32(at + 4))
  }
  for (const [platform, encoding] of wanted) {
    const place = places.get(`${platform}.${encoding}`)
    if (place === undefined) continue
    const format = cmap.getUint16(place)
    if (format === 12) return groups(cmap, place)
    if (format === 4) return segments(cmap, place)
  }
  throw new Error('the font has no character map that can be read')
}

function groups(cmap: DataView, place: number): CharacterMap {
  const count = cmap.getUint32(place + 12)
  const startOf = (index: number): number => cmap.getUint32(place + 16 + index * 12)
  return (codePoint) => {
    const index = lastUpTo(codePoint, count, startOf)
    if (index === -1) return 0
    const end = cmap.getUint32(place + 20 + index * 12)
    return codePoint > end ? 0 : cmap.getUint32(place + 24 + index * 12) + codePoint - startOf(index)
  }
}

function segments(cmap: DataView, place: number): CharacterMap {
  const bytes = cmap.getUint16(place + 6)
  const [ends, starts] = [place + 14, place + 16 + bytes]
  const [deltas, offsets] = [starts + bytes, starts + 2 * bytes]
  const startOf = (index: number): number => cmap.getUint16(starts + index * 2)
  return (codePoint) => {
    const index = codePoint > 0xffff ? -1 : lastUpTo(codePoint, bytes / 2, startOf)
    if (index === -1 || codePoint > cmap.getUint16(ends + index * 2)) return 0
    const delta = cmap.getUint16(deltas + index * 2)
    const offset = cmap.getUint16(offsets + index * 2)
    if (offset === 0) return (codePoint + delta) & 0xffff
    const glyph = cmap.getUint16(offsets + index * 2 + offset + (codePoint - startOf(index)) * 2)
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff
  }
}

/** The last of `count` ascending numbers that is not above the value, or -1. */
function lastUpTo(value: number, count: number, numberAt: (index: number) => number): number {
  let low = -1
  let high = count - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (numberAt(middle) <= value) low = middle
    else high = middle - 1
  }
  return low
}
