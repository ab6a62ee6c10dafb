import type { ImageTools } from './image-tools.ts'
import type { OpenImage } from './open-image.ts'
import { readGif } from './read-gif.ts'
import { readJpeg } from './read-jpeg.ts'
import { readPng } from './read-png.ts'
import { readWebp } from './read-webp.ts'

/** Opens an image by what its bytes are, not by what it is called; null for what is broken, too large or unknown. */
export function readImage(bytes: Uint8Array, maxPixels: number, tools: ImageTools): OpenImage | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes)
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return readPng(bytes, maxPixels, tools)
  if (bytes[0] === 0x47 && bytes[1] === 0x49) return readGif(bytes, maxPixels)
  return bytes[0] === 0x52 && bytes[1] === 0x49 ? readWebp(bytes, maxPixels, tools) : null
}
