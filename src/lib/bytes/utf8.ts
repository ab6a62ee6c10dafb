import type { Bytes } from './bytes.ts'

const encoder = new TextEncoder()
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8; a lone surrogate becomes U+FFFD. */
export const encodeUtf8 = (text: string): Bytes => encoder.encode(text)

/** `null` for bytes that are not UTF-8; a byte order mark is kept as it is. */
export const decodeUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return strictDecoder.decode(bytes)
  } catch {
    return null
  }
}
