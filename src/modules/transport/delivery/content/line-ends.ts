const [lf, cr] = [0x0a, 0x0d]

/** Whether CRLF is the only line end and the last bytes, looked at without a copy: messages can be large. */
function hasCrlfOnly(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(lf); at !== -1; at = bytes.indexOf(lf, at + 1)) if (bytes[at - 1] !== cr) return false
  for (let at = bytes.indexOf(cr); at !== -1; at = bytes.indexOf(cr, at + 1)) if (bytes[at + 1] !== lf) return false
  return bytes.at(-1) === lf
}

/**
 * The message with CRLF as its only line end and one at its close. A bare CR or LF on the wire lets a receiver see
 * another message inside this one (RFC 5321 section 2.3.8), and a signature must cover what really leaves.
 */
export function withCrlf(message: Uint8Array): Buffer {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  if (hasCrlfOnly(bytes)) return bytes
  const normal = bytes.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n')
  return Buffer.from(normal.endsWith('\r\n') ? normal : `${normal}\r\n`, 'latin1')
}
