const digit = /\p{Nd}/u

/** Decimal digits come in runs of ten from 0 to 9 that begin with the zero (Unicode section 4.6); some runs touch. */
function valueOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  let start = code
  while (start > 0 && digit.test(String.fromCodePoint(start - 1))) start--
  return String((code - start) % 10)
}

/** Every decimal digit of any script (general category Nd: Arabic-Indic, Devanagari, full-width …) as one of 0 to 9. */
export const toAsciiDigits = (text: string): string =>
  text.replaceAll(/\p{Nd}/gu, (found) => (found >= '0' && found <= '9' ? found : valueOf(found)))

/** What nobody sees and keyboards, chats and mail programs put between letters: zero-width and bidirectional marks. */
export const dropUnseen = (text: string): string => text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')

/**
 * What somebody typed or pasted, on whatever keyboard: compatibility forms are one (NFKC), digits are 0 to 9, and there is
 * neither white space nor anything unseen in it. Case and punctuation stay.
 */
export const readTyped = (text: string): string =>
  toAsciiDigits(dropUnseen(text).normalize('NFKC')).replaceAll(/\s/g, '')

/** The six digits of a code that was sent, however they were typed ("123-456", "١٢٣ ٤٥٦"); null when they are not six. */
export function readSixDigits(text: string): string | null {
  const digits = readTyped(text).replaceAll(/\D/g, '')
  return digits.length === 6 ? digits : null
}

/** Without difference between capital and small letters, ß and SS, and the i of Turkish keyboards. */
export const foldCase = (text: string): string =>
  text.toUpperCase().toLowerCase().replaceAll('i\u0307', 'i').normalize('NFKC')
