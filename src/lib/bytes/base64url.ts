import type { Bytes } from './bytes.ts'
import { createRadix64 } from './radix64.ts'

const codec = createRadix64('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')

/** Base64url without padding (RFC 4648 section 5). */
export const encodeBase64Url = (bytes: Uint8Array): string => codec.encode(bytes)

/** Strict and canonical: one value has one spelling; everything else is `null`. */
export const decodeBase64Url = (text: string): Bytes | null => codec.decode(text)
