/** An INDEX of a CFF font (Adobe Technical Note 5176 section 5): objects by number. */
export interface CffIndex {
  readonly count: number
  readonly end: number
  at(index: number): Uint8Array
}

/** Operators of a DICT with their operands; two-byte operators are 1200 + the second byte. */
export type CffDict = ReadonlyMap<number, { readonly operands: readonly number[]; readonly raw: Uint8Array }>

export interface CffPrivate {
  readonly dict: CffDict
  readonly subroutines: CffIndex
}

export interface CffFile {
  readonly charStrings: CffIndex
  readonly globalSubroutines: CffIndex
  readonly fontBox: readonly number[]
  readonly privates: readonly CffPrivate[]
  fontDictOf(glyphId: number): number
}

const none: CffIndex = { count: 0, end: 0, at: () => new Uint8Array(0) }

/** Reads a CID-keyed CFF table; the fonts are our own, so a surprise is an error. */
export function readCff(bytes: Uint8Array): CffFile {
  const names = readIndex(bytes, bytes[2] ?? 4)
  const tops = readIndex(bytes, names.end)
  const strings = readIndex(bytes, tops.end)
  const top = readDict(tops.at(0))
  const fontDicts = readIndex(bytes, operand(top, 1236))
  const privates = Array.from({ length: fontDicts.count }, (_, index) =>
    readPrivate(bytes, readDict(fontDicts.at(index))),
  )
  return {
    charStrings: readIndex(bytes, operand(top, 17)),
    globalSubroutines: readIndex(bytes, strings.end),
    fontBox: top.get(5)?.operands ?? [0, 0, 1000, 1000],
    privates,
    fontDictOf: readSelect(bytes, operand(top, 1237)),
  }
}

function readPrivate(bytes: Uint8Array, fontDict: CffDict): CffPrivate {
  const [size = 0, offset = 0] = fontDict.get(18)?.operands ?? []
  const dict = readDict(bytes.subarray(offset, offset + size))
  const local = dict.get(19)?.operands[0]
  return { dict, subroutines: local === undefined ? none : readIndex(bytes, offset + local) }
}

function readIndex(bytes: Uint8Array, start: number): CffIndex {
  const count = ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0)
  if (count === 0) return { ...none, end: start + 2 }
  const size = bytes[start + 2] ?? 1
  const base = start + 3 + (count + 1) * size - 1
  const offset = (index: number): number => {
    let value = 0
    for (let at = 0; at < size; at += 1) value = value * 256 + (bytes[start + 3 + index * size + at] ?? 0)
    return base + value
  }
  return { count, end: offset(count), at: (index) => bytes.subarray(offset(index), offset(index + 1)) }
}

function readDict(bytes: Uint8Array): CffDict {
  const dict = new Map<number, { operands: readonly number[]; raw: Uint8Array }>()
  let operands: number[] = []
  let from = 0
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    if (first <= 21) {
      const operator = first === 12 ? 1200 + (bytes[at + 1] ?? 0) : first
      at += first === 12 ? 2 : 1
      dict.set(operator, { operands, raw: bytes.subarray(from, at) })
      operands = []
      from = at
      continue
    }
    const [value, length] = readNumber(bytes, at)
    operands.push(value)
    at += length
  }
  return dict
}

// Technical Note 5176 section 4, table 3.
function readNumber(bytes: Uint8Array, at: number): [value: number, length: number] {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = bytes.subarray(at, at + 5)
  if (first === 28) return [((second << 24) >> 16) | third, 3]
  if (first === 29) return [(second << 24) | (third << 16) | (fourth << 8) | fifth, 5]
  if (first === 30) return [Number.NaN, realLength(bytes, at)]
  if (first <= 246) return [first - 139, 1]
  return first <= 250 ? [(first - 247) * 256 + second + 108, 2] : [-(first - 251) * 256 - second - 108, 2]
}

function realLength(bytes: Uint8Array, at: number): number {
  let length = 1
  while (((bytes[at + length] ?? 0xff) & 0x0f) !== 0x0f) length += 1
  return length + 1
}

// Technical Note 5176 section 19.
function readSelect(bytes: Uint8Array, start: number): (glyphId: number) => number {
  if (bytes[start] === 0) return (glyphId) => bytes[start + 1 + glyphId] ?? 0
  const u16 = (at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  const count = u16(start + 1)
  return (glyphId) => {
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (u16(start + 3 + middle * 3) <= glyphId) low = middle
      else high = middle - 1
    }
    return bytes[start + 5 + low * 3] ?? 0
  }
}

function operand(dict: CffDict, operator: number): number {
  const value = dict.get(operator)?.operands[0]
  if (value === undefined) throw new Error(`the CFF font lacks operator ${operator}`)
  return value
}
