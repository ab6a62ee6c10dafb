/**
 * Bytes and their spellings: hexadecimal, base64, base64url, the base32 that people type, UTF-8.
 *
 * Pure, for browser and server alike. Decoders are strict and answer `null` for anything that is not the one
 * canonical spelling (base32 forgives what people mistype). Nothing here bounds a length: the caller does.
 */
export { decodeBase32, encodeBase32, groupInFours } from './base32.ts'
export { decodeBase64, encodeBase64 } from './base64.ts'
export { decodeBase64Url, encodeBase64Url } from './base64url.ts'
export { copyBytes, type Bytes } from './bytes.ts'
export { concatBytes, joinBytes } from './concat-bytes.ts'
export { equalBytes } from './equal-bytes.ts'
export { decodeHex, encodeHex } from './hex.ts'
export { decodeUtf8, encodeUtf8 } from './utf8.ts'
