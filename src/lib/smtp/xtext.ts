/** Decodes xtext (RFC 3461 section 4): `+` and two hexadecimal digits stand for one octet. Null for what is no xtext. */
export function decodeXtext(text: string): string | null {
  if (!xtext.test(text)) return null
  return text.replaceAll(/\+([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The standard leaves out "="; programs that send it plain are understood all the same. */
const xtext = /^(?:[\x21-\x2a\x2c-\x7e]|\+[0-9A-Fa-f]{2})*$/
