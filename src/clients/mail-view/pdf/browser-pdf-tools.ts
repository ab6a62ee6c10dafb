import webpProgram from '@cwasm/webp/webp.wasm?url'
import { zlibSync } from 'fflate'
import { createWebpDecoder, Faces, type FaceName, type PdfTools } from '../../../lib/pdf/index.ts'
import { crc32 } from './crc-32.ts'
import { inflate } from './inflate.ts'

/** Something that a PDF needs could not be fetched. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

export interface BrowserPdfTools {
  readonly tools: PdfTools
  readonly bringFonts: (names: readonly FaceName[]) => Promise<void>
}

const fetchLimitMs = 120_000

/** What a browser has that makes a PDF: fonts and a decoder of images are fetched from this server when they are needed. */
export async function loadBrowserPdfTools(): Promise<BrowserPdfTools> {
  const fonts = new Map<FaceName, Uint8Array>()
  const bringFonts = async (names: readonly FaceName[]): Promise<void> => {
    await Promise.all(names.map(async (name) => fonts.set(name, await fetchBytes(`/assets/fonts/${name}`))))
  }
  const [program] = await Promise.all([fetchBytes(webpProgram), bringFonts(['latin'])])
  const decodeWebp = createWebpDecoder(await WebAssembly.compile(program))
  const tools: PdfTools = {
    deflate: (bytes, level) => zlibSync(bytes, { level }),
    images: { inflate, crc32, decodeWebp },
    faces: new Faces((name) => fonts.get(name) ?? null),
  }
  return { tools, bringFonts }
}

async function fetchBytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(fetchLimitMs) })
    if (!answer.ok) throw new Error(`${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  } catch (cause) {
    throw new UnreachableError(address, { cause })
  }
}
