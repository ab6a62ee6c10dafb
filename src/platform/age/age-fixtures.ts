import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { AgeError, decryptBytes, decryptStream, type IdentityInput } from './index.ts'

/** The code of the AgeError that an action throws; "no error" or another text where it does not. */
export const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return codeIn(error)
  }
  return 'no error'
}

const codeIn = (error: unknown): string => (error instanceof AgeError ? error.code : `unexpected ${String(error)}`)

/** The outcome of both ways to read a file: whole, and as a stream of pieces. Content that was given out comes along. */
export const readBothWays = async (file: Uint8Array, identities: readonly IdentityInput[], pieceBytes = 65_536) => {
  const whole = codeOf(() => decryptBytes(file, identities))
  const content: Buffer[] = []
  let streamed = 'no error'
  try {
    const stream = Readable.from(piecesOf(file, pieceBytes)).pipe(decryptStream(identities))
    stream.on('data', (chunk: Buffer) => void content.push(chunk))
    await finished(stream)
  } catch (error) {
    streamed = codeIn(error)
  }
  return { whole, streamed, content: Buffer.concat(content) }
}

/** A file cut into pieces of one size. */
export function* piecesOf(file: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < file.length; at += pieceBytes) yield file.subarray(at, at + pieceBytes)
}
