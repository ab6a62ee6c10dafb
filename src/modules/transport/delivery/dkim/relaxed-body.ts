import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'

const space = 0x20
const tab = 0x09
const pieceBytes = 512 * 1024
const lineEnd = Buffer.from('\r\n')

const hasBlanks = (line: Buffer) => line.includes(space) || line.includes(tab)

/** RFC 6376 section 3.4.4 for one line without its end: runs of blanks become one space, those at the end go. */
function relaxLine(line: Buffer): Buffer {
  const relaxed = Buffer.allocUnsafe(line.length)
  let length = 0
  let isBlank = false
  for (const byte of line) {
    if (byte === space || byte === tab) {
      isBlank = true
      continue
    }
    if (isBlank) relaxed[length++] = space
    isBlank = false
    relaxed[length++] = byte
  }
  return relaxed.subarray(0, length)
}

/**
 * The `bh=` of a body whose lines end with CRLF (RFC 6376 section 3.4.4). Empty lines at the end count as nothing. A large
 * body goes in pieces, so that others have their turn meanwhile.
 */
export async function hashRelaxedBody(body: Buffer): Promise<string> {
  const hash = createHash('sha256')
  let emptyLines = 0
  let sinceTurn = 0
  for (let at = 0; at < body.length;) {
    const end = body.indexOf(lineEnd, at)
    const raw = body.subarray(at, end === -1 ? body.length : end)
    const line = hasBlanks(raw) ? relaxLine(raw) : raw
    if (line.length === 0) emptyLines++
    else {
      for (; emptyLines > 0; emptyLines--) hash.update(lineEnd)
      hash.update(line).update(lineEnd)
    }
    sinceTurn += raw.length + lineEnd.length
    at += raw.length + lineEnd.length
    if (sinceTurn >= pieceBytes) {
      sinceTurn = 0
      await nextTurn()
    }
  }
  return hash.digest('base64')
}
