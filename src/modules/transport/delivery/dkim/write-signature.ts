import { createHash, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { DkimAlgorithm } from './dkim-store.ts'
import { relaxField, type HeaderField } from './signed-fields.ts'

export interface SigningKey {
  readonly selector: string
  readonly algorithm: DkimAlgorithm
  /** PEM. */
  readonly privateKey: string
}

interface ToSign {
  readonly domain: string
  readonly names: readonly string[]
  readonly signed: readonly HeaderField[]
  readonly bodyHash: string
  readonly at: Date
}

const signAsync = promisify(sign)
const lineCharacters = 72

/** Ed25519 signs the SHA-256 of the data (RFC 8463 section 3), RSA the data with SHA-256 (RFC 6376 section 3.3.1). */
async function signatureOf(key: SigningKey, data: Buffer): Promise<string> {
  const made =
    key.algorithm === 'rsa-sha256'
      ? await signAsync('sha256', data, key.privateKey)
      : await signAsync(null, createHash('sha256').update(data).digest(), key.privateKey)
  return made.toString('base64')
}

/** Names between colons, on lines of a bearable length; blanks around the colons are allowed (RFC 6376 section 3.5). */
function foldNames(names: readonly string[]): string {
  const lines: string[] = []
  let line = ''
  for (const name of names) {
    if (line.length + name.length > lineCharacters) {
      lines.push(line)
      line = ''
    }
    line += `${name}:`
  }
  return [...lines, line].join('\r\n\t').slice(0, -1)
}

/** One DKIM-Signature field with its line end, for the front of the message. */
export async function writeSignature(
  key: SigningKey,
  { domain, names, signed, bodyHash, at }: ToSign,
): Promise<string> {
  const seconds = Math.floor(at.getTime() / 1000)
  const unsigned =
    `DKIM-Signature: v=1; a=${key.algorithm}; c=relaxed/relaxed; d=${domain};\r\n\ts=${key.selector}; t=${seconds};\r\n` +
    `\th=${foldNames(names)};\r\n\tbh=${bodyHash};\r\n\tb=`
  const relaxed = [...signed.map(({ text }) => text), unsigned].map(relaxField).join('\r\n')
  const signature = await signatureOf(key, Buffer.from(relaxed, 'latin1'))
  const folded = signature.match(/.{1,72}/g) ?? []
  return `${unsigned}${folded.join('\r\n\t')}\r\n`
}
