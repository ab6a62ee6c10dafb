/** One character for each byte, whatever it stands for: for formats that are read as ASCII with bytes in between. */
export function binaryText(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 8_192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)))
  return pieces.join('')
}

/** The bytes of such a text. */
export const bytesOfBinary = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
