import { inflateSync } from 'node:zlib'
import * as published from 'cctv-age'

export interface AgeVector {
  readonly name: string
  readonly expect: string
  readonly identities: readonly string[]
  /** Hexadecimal SHA-256 of all plaintext that a stream may give out, also where it fails in the end. */
  readonly payload: string | undefined
  readonly file: Uint8Array
}

/** The vectors for binary files and the two recipient kinds in use here; armour and passphrases are out of scope. */
export const ageVectors = (): readonly AgeVector[] =>
  Object.entries(published)
    .filter(([name]) => name !== 'default')
    .map(([name, bytes]) => readVector(name, Buffer.from(bytes)))
    .filter((vector) => vector !== null)

const readVector = (name: string, bytes: Buffer): AgeVector | null => {
  const headerEnd = bytes.indexOf('\n\n')
  const fields = bytes
    .subarray(0, headerEnd)
    .toString('latin1')
    .split('\n')
    .map((line) => line.split(': '))
  const all = (key: string) => fields.filter(([field]) => field === key).map(([, value]) => value ?? '')
  if (all('armored').length + all('passphrase').length > 0) return null
  const body = bytes.subarray(headerEnd + 2)
  return {
    name,
    expect: all('expect')[0] ?? '',
    identities: all('identity'),
    payload: all('payload')[0],
    file: all('compressed')[0] === 'zlib' ? inflateSync(body) : body,
  }
}
