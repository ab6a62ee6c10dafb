import { encodeUtf8, type Bytes } from '../bytes/index.ts'
import { foldCase, readTyped } from '../text/index.ts'

/** The cost of one Argon2id (RFC 9106) everywhere in Sealpost: in browsers, the add-in and the command line. */
export const argon2Cost = { memoryKiB: 65_536, passes: 3, parallelism: 1, tagBytes: 32 } as const

export type Argon2Cost = { readonly [name in keyof typeof argon2Cost]: number }

/** Random, one per account or access code. */
export const argon2SaltBytes = 16

/** Argon2id at `argon2Cost`; platform/argon2 and clients/keys have one each, byte for byte alike. */
export type Argon2id = (password: Uint8Array, salt: Uint8Array) => Promise<Uint8Array>

/**
 * The form in which an agreed access code is used: it is told by word of mouth and typed on any keyboard, so case, white
 * space and the script of its digits make no difference. May become empty, which callers refuse.
 */
export const normaliseAccessCode = (code: string): string => foldCase(readTyped(code))

/** Of the form in which it is used. */
export const minAccessCodeCharacters = 6
export const isShortAccessCode = (code: string): boolean =>
  [...normaliseAccessCode(code)].length < minAccessCodeCharacters

/** The form that 0.1.0 used: what it remembered was made of it. Null where both forms are one. */
export function formerAccessCode(code: string): string | null {
  const former = code.normalize('NFKC').trim()
  return former === normaliseAccessCode(code) || former === '' ? null : former
}

/** The form in which an account password is used: NFKC, otherwise as typed (leading and trailing spaces count). */
export const normalisePassword = (password: string): string => password.normalize('NFKC')

/** `A` of an access code; never for an empty one. */
export const stretchAccessCode = (argon2id: Argon2id, code: string, salt: Uint8Array): Promise<Uint8Array> =>
  argon2id(requireText(normaliseAccessCode(code)), salt)

/** `A` of an access code that 0.1.0 remembered; null where it would be the same. */
export async function stretchFormerAccessCode(
  argon2id: Argon2id,
  code: string,
  salt: Uint8Array,
): Promise<Uint8Array | null> {
  const former = formerAccessCode(code)
  return former === null ? null : argon2id(encodeUtf8(former), salt)
}

/** The 32 bytes behind `passwordKeys`. */
export const stretchPassword = (argon2id: Argon2id, password: string, salt: Uint8Array): Promise<Uint8Array> =>
  argon2id(requireText(normalisePassword(password)), salt)

const requireText = (text: string): Bytes => {
  if (text === '') throw new RangeError('an empty password or access code protects nothing')
  return encodeUtf8(text)
}
