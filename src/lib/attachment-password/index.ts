import { foldCase, readTyped } from '../text/index.ts'

/** 32 characters that are told apart on paper, on a screen and by ear: no 0, 1, l or o. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
const groups = 4
const groupChars = 4

/** Random bytes of one password. */
export const attachmentPasswordBytes = 10

/**
 * The password of encrypted attachments: 80 random bits as four groups of four characters, `k7pm-q2ab-x9fd-tt4e`.
 * The hyphens belong to it. WinZip's key derivation costs a guesser two milliseconds, so the strength is in the bits.
 */
export function attachmentPassword(random: Uint8Array): string {
  if (random.length !== attachmentPasswordBytes)
    throw new RangeError(`a password is made of ${attachmentPasswordBytes} bytes`)
  let bits = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const characters: string[] = []
  for (let index = 0; index < groups * groupChars; index++) {
    characters.unshift(alphabet[Number(bits & 31n)] ?? '')
    bits >>= 5n
  }
  return Array.from({ length: groups }, (_, group) =>
    characters.slice(group * groupChars, (group + 1) * groupChars).join(''),
  ).join('-')
}

/** Whether a text has the form of such a password. */
export const isAttachmentPassword = (text: string): boolean => /^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$/.test(text)

/**
 * A password as somebody typed it from a phone or a sheet: case, spaces, the kind of hyphens and their absence make no
 * difference. Anything else comes back as it is, to be refused.
 */
export function readAttachmentPassword(typed: string): string {
  const folded = foldCase(readTyped(typed))
  const grouped =
    folded
      .replaceAll(/\p{Pd}/gu, '')
      .match(/.{1,4}/gu)
      ?.join('-') ?? ''
  return isAttachmentPassword(grouped) ? grouped : folded
}
