import type { Bytes } from './bytes.ts'
import { createRadix64 } from './radix64.ts'

const codec = createRadix64('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')

/** Base64 without padding (RFC 4648 section 4). */
export const encodeBase64 = (bytes: Uint8Array): string => codec.encode(bytes)

/** Strict and canonical: `null` for padding, white space, the URL alphabet or spare bits that are set. */
export const decodeBase64 = (text: string): Bytes | null => codec.decode(text)
