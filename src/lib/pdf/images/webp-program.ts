/** Four bytes for each pixel: red, green, blue, opacity. */
export interface DecodedPixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Decodes a still WebP (RFC 9649) whole; null for a broken one. Its size has to be looked at before. */
export type WebpDecoder = (bytes: Uint8Array) => DecodedPixels | null

interface Program {
  readonly memory: WebAssembly.Memory
  malloc(bytes: number): number
  free(place: number): void
  WebPDecodeRGBA(place: number, bytes: number, width: number, height: number): number
}

const refuse = (): never => {
  throw new Error('a decoder of images has no files')
}

/** Makes a decoder of libwebp's program for WebAssembly, as the package @cwasm/webp has it. */
export function createWebpDecoder(module: WebAssembly.Module): WebpDecoder {
  const imports = { wasi_snapshot_preview1: { fd_close: refuse, fd_seek: refuse, fd_write: refuse } }
  const program: unknown = new WebAssembly.Instance(module, imports).exports
  if (!isProgram(program)) throw new TypeError('this is not the program it should be')
  return (bytes) => {
    const input = program.malloc(bytes.length)
    const sides = program.malloc(8)
    if (input === 0 || sides === 0) throw new Error('there is no memory for an image')
    new Uint8Array(program.memory.buffer).set(bytes, input)
    const output = program.WebPDecodeRGBA(input, bytes.length, sides, sides + 4)
    const [width = 0, height = 0] = new Uint32Array(program.memory.buffer, sides, 2)
    const data = output === 0 ? null : new Uint8Array(program.memory.buffer, output, width * height * 4).slice()
    for (const place of [input, sides, output]) program.free(place)
    return data === null ? null : { width, height, data }
  }
}

const isProgram = (value: unknown): value is Program =>
  typeof value === 'object' &&
  value !== null &&
  'memory' in value &&
  value.memory instanceof WebAssembly.Memory &&
  ['malloc', 'free', 'WebPDecodeRGBA'].every((name) => typeof Reflect.get(value, name) === 'function')
