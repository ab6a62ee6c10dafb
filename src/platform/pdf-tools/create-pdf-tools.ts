import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { createWebpDecoder, Faces, type PdfTools, type WebpDecoder } from '../../lib/pdf/index.ts'
import { fontPath } from './font-path.ts'

const shortBytes = 4096
/** Clearing long tables would take longer than compressing what is short. */
const shortTables = { windowBits: 12, memLevel: 5, chunkSize: shortBytes } as const

/** Made once per thread: fonts are read at first use and kept. */
export function createPdfTools(): PdfTools {
  return {
    deflate: (bytes, level) => deflateSync(bytes, bytes.length > shortBytes ? { level } : { level, ...shortTables }),
    images: {
      inflate: (bytes, maxBytes) => inflateSync(bytes, { maxOutputLength: maxBytes }),
      crc32,
      decodeWebp: atFirstUse(() => createWebpDecoder(new WebAssembly.Module(readFileSync(webpProgram())))),
    },
    faces: new Faces((name) => readFileSync(fontPath(name))),
  }
}

function atFirstUse(make: () => WebpDecoder): WebpDecoder {
  let decode: WebpDecoder | null = null
  return (bytes) => {
    decode ??= make()
    return decode(bytes)
  }
}

const webpProgram = (): string => createRequire(import.meta.url).resolve('@cwasm/webp/webp.wasm')
