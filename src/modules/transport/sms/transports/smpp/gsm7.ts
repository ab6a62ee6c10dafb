/** 3GPP TS 23.038 section 6.2.1: the position of a character is its code; the escape to the second table is left out. */
const basicTable =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/** 3GPP TS 23.038 section 6.2.1.1: reached through the escape, so each counts twice. */
const extension: ReadonlyMap<string, number> = new Map([
  ['\f', 0x0a],
  ['^', 0x14],
  ['{', 0x28],
  ['}', 0x29],
  ['\\', 0x2f],
  ['[', 0x3c],
  ['~', 0x3d],
  [']', 0x3e],
  ['|', 0x40],
  ['€', 0x65],
])

const escape = 0x1b
const basic: ReadonlyMap<string, number> = new Map(
  [...basicTable].map((character, code) => [character, code] as const).filter(([, code]) => code !== escape),
)

/**
 * The codes of one character in the GSM 7-bit default alphabet, one octet each (unpacked, as SMPP carries them), or
 * undefined when the alphabet lacks it.
 */
export function gsm7Codes(character: string): readonly number[] | undefined {
  const code = basic.get(character)
  if (code !== undefined) return [code]
  const extended = extension.get(character)
  return extended === undefined ? undefined : [escape, extended]
}
