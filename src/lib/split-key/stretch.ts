import { encodeUtf8, type Bytes } from '../bytes/index.ts'

/** The cost of one Argon2id (RFC 9106) everywhere in Sealpost: in browsers, the add-in and the command line. */
export const argon2Cost = { memoryKiB: 65_536, passes: 3, parallelism: 1, tagBytes: 32 } as const

export type Argon2Cost = { readonly [name in keyof typeof argon2Cost]: number }

/** Random, one per account or access code. */
export const argon2SaltBytes = 16

/** Argon2id at `argon2Cost`; platform/argon2 and clients/keys have one each, byte for byte alike. */
export type Argon2id = (password: Uint8Array, salt: Uint8Array) => Promise<Uint8Array>

/**
 * The form in which an agreed access code is used: NFKC and without white space at its ends, so that any keyboard gives
 * the same bytes. Case is kept. May become empty, which callers refuse.
 */
export const normaliseAccessCode = (code: string): string => code.normalize('NFKC').trim()

/** The form in which an account password is used: NFKC, otherwise as typed (leading and trailing spaces count). */
export const normalisePassword = (password: string): string => password.normalize('NFKC')

/** `A` of an access code; never for an empty one. */
export const stretchAccessCode = (argon2id: Argon2id, code: string, salt: Uint8Array): Promise<Uint8Array> =>
  argon2id(requireText(normaliseAccessCode(code)), salt)

/** The 32 bytes behind `passwordKeys`. */
export const stretchPassword = (argon2id: Argon2id, password: string, salt: Uint8Array): Promise<Uint8Array> =>
  argon2id(requireText(normalisePassword(password)), salt)

const requireText = (text: string): Bytes => {
  if (text === '') throw new RangeError('an empty password or access code protects nothing')
  return encodeUtf8(text)
}
