const signatures = [
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
] as const

/** The media type of a picture that mail programs and browsers show, by its first bytes. */
export function imageTypeOf(content: Uint8Array): string | undefined {
  const found = signatures.find(({ at, bytes }) => bytes.every((byte, index) => content[at + index] === byte))
  return found?.type
}
