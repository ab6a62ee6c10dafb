/** How the body of a part is written for transport (RFC 2045 section 6), and two that never became a standard. */
export type TransferEncoding = 'base64' | 'quoted-printable' | 'uuencode' | 'identity'

export function transferEncodingOf(value: string): TransferEncoding {
  const bare = value.slice(0, 200).replaceAll(/\([^()]*\)/g, ' ')
  const word = /[a-z0-9_/-]+/i.exec(bare)?.[0].toLowerCase() ?? ''
  if (word === 'b' || /^(?:x-)?base[_-]?64$/.test(word)) return 'base64'
  if (word === 'q' || /^(?:x-)?quoted[_/-]?printable?$/.test(word)) return 'quoted-printable'
  return /^(?:x-)?uue?n?code$/.test(word) || word === 'x-uue' ? 'uuencode' : 'identity'
}

/** Undoes a transfer encoding piece by piece, however the input is cut. Damaged input yields what can be read. */
export interface TransferDecoder {
  push(bytes: Uint8Array): Uint8Array
  end(): Uint8Array
}
