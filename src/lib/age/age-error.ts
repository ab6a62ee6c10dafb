/** Stable names of everything that can go wrong with an age file; callers may compare and log them. */
export type AgeErrorCode =
  | 'age.recipient.invalid'
  | 'age.recipient.none'
  | 'age.recipient.mixed'
  | 'age.identity.invalid'
  | 'age.header.malformed'
  | 'age.header.oversized'
  | 'age.header.forged'
  | 'age.identity.no-match'
  | 'age.payload.truncated'
  | 'age.payload.forged'

const sentences: Readonly<Record<AgeErrorCode, string>> = {
  'age.recipient.invalid': 'not a recipient of a kind in use here',
  'age.recipient.none': 'no recipient was given',
  'age.recipient.mixed': 'recipients with and without quantum resistance in one file',
  'age.identity.invalid': 'not an identity of a kind in use here',
  'age.header.malformed': 'not an age v1 header',
  'age.header.oversized': 'the age header exceeds its limits',
  'age.header.forged': 'the age header fails its authentication',
  'age.identity.no-match': 'no identity opens this file',
  'age.payload.truncated': 'the age payload ends too early',
  'age.payload.forged': 'the age payload fails its authentication',
}

/** The only error of this library. Its text is chosen from a table, so that it cannot carry a key or content. */
export class AgeError extends Error {
  override readonly name = 'AgeError'
  readonly code: AgeErrorCode

  constructor(code: AgeErrorCode) {
    super(sentences[code])
    this.code = code
  }
}
