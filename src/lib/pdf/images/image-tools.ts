import type { WebpDecoder } from './webp-program.ts'

/** What images need of the machine. */
export interface ImageTools {
  /** Undoes the format of zlib (RFC 1950); throws for what is damaged or gets longer than `maxBytes`. */
  readonly inflate: (bytes: Uint8Array, maxBytes: number) => Uint8Array
  /** The checksum of RFC 1952 section 8, as an unsigned number. */
  readonly crc32: (bytes: Uint8Array) => number
  readonly decodeWebp: WebpDecoder
}
