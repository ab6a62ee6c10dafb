import { ByteSink } from './byte-sink.ts'
import type { CffIndex } from './cff-file.ts'

interface Outline {
  readonly out: ByteSink
  readonly operands: { readonly start: number; readonly value: number }[]
  stems: number
}

interface Subroutines {
  readonly local: CffIndex
  readonly global: CffIndex
}

/**
 * A glyph program without subroutine calls (Adobe Technical Note 5177), so that a subset needs none of the font's
 * thousands of subroutines. Only what our fonts use is known: arithmetic operators are refused.
 */
export function flattenCharString(program: Uint8Array, subroutines: Subroutines): Uint8Array {
  const outline: Outline = { out: new ByteSink(program.length * 4), operands: [], stems: 0 }
  run(program, subroutines, outline)
  return outline.out.take()
}

function run(program: Uint8Array, subroutines: Subroutines, outline: Outline): void {
  let at = 0
  while (at < program.length) {
    const first = program[at] ?? 0
    if (first === 28 || first >= 32) at = pushNumber(program, at, outline)
    else if (first === 10 || first === 29) {
      call(first === 10 ? subroutines.local : subroutines.global, subroutines, outline)
      at += 1
    } else if (first === 11) return
    else at = operator(program, at, outline)
  }
}

function pushNumber(program: Uint8Array, at: number, outline: Outline): number {
  const [first = 0, second = 0, third = 0] = program.subarray(at, at + 3)
  const length = first === 28 ? 3 : first === 255 ? 5 : first >= 247 ? 2 : 1
  let value = first - 139
  if (first === 28) value = ((second << 24) >> 16) | third
  else if (first >= 251) value = -(first - 251) * 256 - second - 108
  else if (first >= 247) value = (first - 247) * 256 + second + 108
  outline.operands.push({ start: outline.out.length, value })
  outline.out.put(program.subarray(at, at + length))
  return at + length
}

function call(index: CffIndex, subroutines: Subroutines, outline: Outline): void {
  const number = outline.operands.pop()
  if (number === undefined) throw new Error('a glyph program calls a subroutine without a number')
  outline.out.cut(number.start)
  // Technical Note 5177 section 4.7: the bias depends on how many subroutines there are.
  const bias = index.count < 1240 ? 107 : index.count < 33_900 ? 1131 : 32_768
  run(index.at(number.value + bias), subroutines, outline)
}

function operator(program: Uint8Array, at: number, outline: Outline): number {
  const code = program[at] ?? 0
  let length = 1
  if (code === 12) {
    const second = program[at + 1] ?? 0
    if (second < 34 || second > 37) throw new Error('a glyph program does arithmetic')
    length = 2
  }
  // hstem, vstem, hstemhm, vstemhm and the masks, before which a vstem may be implied.
  if (code === 1 || code === 3 || (code >= 18 && code <= 20) || code === 23)
    outline.stems += outline.operands.length >> 1
  if (code === 19 || code === 20) length += (outline.stems + 7) >> 3
  outline.out.put(program.subarray(at, at + length))
  outline.operands.length = 0
  return at + length
}
