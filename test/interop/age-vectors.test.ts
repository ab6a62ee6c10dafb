import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { AgeError, decryptBytes, decryptStream } from '../../src/platform/age/index.ts'
import { ageVectors, type AgeVector } from './age-vectors.ts'

const codes: Readonly<Record<string, RegExp>> = {
  success: /^success$/,
  'no match': /^age\.identity\.no-match$/,
  'HMAC failure': /^age\.header\.forged$/,
  'header failure': /^age\.header\.malformed$/,
  'payload failure': /^age\.payload\.(truncated|forged)$/,
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const codeOf = (error: unknown): string => (error instanceof AgeError ? error.code : `unexpected: ${String(error)}`)

const decryptWhole = ({ file, identities }: AgeVector) => {
  try {
    return { outcome: 'success', plain: decryptBytes(file, identities) }
  } catch (error) {
    return { outcome: codeOf(error), plain: null }
  }
}

const decryptInPieces = async ({ file, identities }: AgeVector, pieceBytes: number) => {
  const pieces = function* () {
    for (let at = 0; at < file.length; at += pieceBytes) yield file.subarray(at, at + pieceBytes)
  }
  const plain: Uint8Array[] = []
  const stream = Readable.from(pieces()).pipe(decryptStream(identities))
  try {
    for await (const chunk of stream) plain.push(chunk)
    return { outcome: 'success', plain: Buffer.concat(plain) }
  } catch (error) {
    return { outcome: codeOf(error), plain: Buffer.concat(plain) }
  }
}

/**
 * Whether a full chunk is the final one shows with the byte after it, and until then it is held back. In these files
 * that byte, or its absence, is the fault: the reference gives the last chunk out before it fails, this program does not.
 */
const givesOutOneChunkLess = new Set([
  'stream_no_final_full',
  'stream_no_final_two_chunks_full',
  'stream_trailing_garbage_long',
  'stream_trailing_garbage_short',
  'stream_two_final_chunks',
  'stream_two_final_chunks_full',
  'stream_two_final_chunks_second',
])

const vectors = ageVectors()

test('the published vectors are there in number', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(75)
})

describe.each(vectors.map((vector) => [vector.name, vector] as const))('vector %s', (_name, vector) => {
  const expected = codes[vector.expect] ?? /^unknown expectation$/

  test('has the published outcome as a whole file', () => {
    const { outcome, plain } = decryptWhole(vector)
    expect(outcome).toMatch(expected)
    if (plain !== null) expect(sha256(plain)).toBe(vector.payload)
  })

  // One byte at a time only where that ends soon: the large vectors have megabytes.
  test.each(vector.file.length > 100_000 ? [1000, 65_552] : [1, 7, 65_552])(
    'has the published outcome and gives out nothing else in pieces of %i bytes',
    async (pieceBytes) => {
      const { outcome, plain } = await decryptInPieces(vector, pieceBytes)
      expect(outcome).toMatch(expected)
      if (givesOutOneChunkLess.has(vector.name)) expect(plain.length % 65_536).toBe(0)
      else expect(sha256(plain)).toBe(vector.payload ?? sha256(new Uint8Array(0)))
    },
  )
})
