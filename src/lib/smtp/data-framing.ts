/** Why a message cannot be kept: a CR or LF that is not part of a CRLF, with the line it stands in, counted from 1. */
export interface LineFault {
  readonly kind: 'bare-cr' | 'bare-lf'
  readonly line: number
}

export interface FramedBytes {
  /** Message bytes without the transparency dots, in order; views into the input. Empty once there is a fault. */
  readonly content: readonly Uint8Array[]
  /** Index behind the final CRLF . CRLF, or -1 while the message goes on. */
  readonly end: number
}

export interface DataFraming {
  push(chunk: Uint8Array): FramedBytes
  fault(): LineFault | null
}

const CR = 0x0d
const LF = 0x0a
const DOT = 0x2e

// Where the reader stands inside a line: at its first byte, behind a leading dot, behind a leading dot and CR, in its
// text, behind a CR in its text.
const lineStart = 0
const afterDot = 1
const afterDotCr = 2
const inText = 3
const afterCr = 4

/**
 * Finds the end of a message and takes the transparency dots away (RFC 5321 sections 4.1.1.4 and 4.5.2), whatever the
 * size of the pieces it arrives in. Only CRLF ends a line and only CRLF . CRLF ends the message: after a bare CR or LF
 * the message is lost, but its true end is still looked for, so that nothing behind a false end is read as a command.
 */
export function createDataFraming(): DataFraming {
  let state = lineStart
  let line = 1
  let fault: LineFault | null = null
  const noteFault = (kind: LineFault['kind']) => {
    fault ??= { kind, line }
  }
  return {
    fault: () => fault,
    push(chunk) {
      const content: Uint8Array[] = []
      let from = 0
      let current = state
      const emit = (to: number) => {
        if (fault === null && to > from) content.push(chunk.subarray(from, to))
      }
      for (let at = 0; at < chunk.length; at++) {
        if (current === inText) at = indexOfLineByte(chunk, at)
        if (at === chunk.length) break
        const byte = chunk[at]
        if (byte === LF && (current === afterCr || current === afterDotCr)) {
          if (current === afterDotCr) return { content, end: at + 1 }
          current = lineStart
          line += 1
        } else if (byte === DOT && current === lineStart) {
          emit(at)
          from = at + 1
          current = afterDot
        } else {
          if (byte === LF) noteFault('bare-lf')
          else if (current === afterCr || current === afterDotCr) noteFault('bare-cr')
          current = stateBehind(byte, current)
        }
      }
      state = current
      if (state !== afterDotCr) emit(chunk.length)
      return { content, end: -1 }
    },
  }
}

/** Index of the next CR or LF, or the length. A loop of its own because it sees every byte of every message. */
function indexOfLineByte(chunk: Uint8Array, start: number): number {
  const { length: end } = chunk
  for (let at = start; at < end; at++) {
    const byte = chunk[at] ?? 0
    if (byte <= CR && (byte === CR || byte === LF)) return at
  }
  return end
}

function stateBehind(byte: number | undefined, before: number): number {
  if (byte !== CR) return inText
  return before === afterDot ? afterDotCr : afterCr
}
