import { decodeBase32, encodeBase32, groupInFours, type Bytes } from '../bytes/index.ts'
import { randomSecretBytes } from '../split-key/index.ts'
import { readTyped } from '../text/index.ts'

/** 32 characters in groups of four; more than enough for stray spaces and hyphens, and a bound for the work. */
const maxTypedCharacters = 80

/** 160 random bits and how they are shown to a person. */
export const makeTypedSecret = (): { readonly secret: Bytes; readonly text: string } => {
  const secret = globalThis.crypto.getRandomValues(new Uint8Array(randomSecretBytes))
  return { secret, text: groupInFours(encodeBase32(secret)) }
}

/** What a person typed or a mail program stored; null when it cannot be one. */
export const parseTypedSecret = (typed: string): Bytes | null => {
  const secret = typed.length > maxTypedCharacters ? null : decodeBase32(readTyped(typed).replaceAll(/\p{Pd}/gu, ''))
  return secret?.length === randomSecretBytes ? secret : null
}
