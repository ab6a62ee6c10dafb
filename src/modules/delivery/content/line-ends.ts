/**
 * The message with CRLF as its only line end and one at its close. A bare CR or LF on the wire lets a receiver see
 * another message inside this one (RFC 5321 section 2.3.8), and a signature must cover what really leaves.
 */
export function withCrlf(message: Uint8Array): Buffer {
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('latin1')
  const normal = text.replace(/\r\n|\r|\n/g, '\r\n')
  return Buffer.from(normal.endsWith('\r\n') ? normal : `${normal}\r\n`, 'latin1')
}
