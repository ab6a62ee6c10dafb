import { AppError } from '../../contract/errors/app-error.ts'
import { before } from '../../lib/text/index.ts'

/** One file of an archive, small enough to be held at once. */
export interface ArchiveEntry {
  readonly name: string
  readonly content: Buffer
}

const blockBytes = 512
const maxNameBytes = 100
/** A row that holds a whole mail is the largest piece there is. */
const maxEntryBytes = 400_000_000

const octal = (value: number, bytes: number) => `${value.toString(8).padStart(bytes - 1, '0')}\0`

/** The ustar header (POSIX.1-1988) of a regular file; the checksum is computed with its own field as spaces. */
function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(blockBytes)
  if (Buffer.byteLength(name) > maxNameBytes) throw new RangeError('the name of an archive entry is too long')
  header.write(name, 0)
  header.write(octal(0o600, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(size, 12), 124)
  header.write(octal(0, 12), 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

const paddingOf = (size: number) => Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes)

/** The bytes of a tar archive that any tar program reads. */
export async function* writeTar(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Buffer> {
  for await (const { name, content } of entries) {
    yield headerOf(name, content.length)
    yield content
    yield paddingOf(content.length)
  }
  yield Buffer.alloc(2 * blockBytes)
}

export const damagedArchive = (cause?: unknown) =>
  new AppError('invalid', 'backup.damaged', 'the backup is damaged or cut off; nothing was restored', { cause })

/** Gives out exactly the bytes that were asked for. */
function createByteReader(stream: AsyncIterable<Uint8Array>) {
  const source = stream[Symbol.asyncIterator]()
  let held = Buffer.alloc(0)
  return async (bytes: number): Promise<Buffer> => {
    const pieces = [held]
    let length = held.length
    while (length < bytes) {
      const result = await source.next()
      if (result.done === true) throw damagedArchive()
      pieces.push(Buffer.from(result.value))
      length += result.value.length
    }
    const all = Buffer.concat(pieces)
    held = all.subarray(bytes)
    return all.subarray(0, bytes)
  }
}

function readHeader(header: Buffer): { readonly name: string; readonly size: number } {
  const text = (start: number, end: number) => before(header.toString('utf8', start, end), '\0')
  const size = Number.parseInt(text(124, 136), 8)
  const isReadable = text(257, 263) === 'ustar' && Number.isInteger(size) && size >= 0 && size <= maxEntryBytes
  if (!isReadable) throw damagedArchive()
  return { name: text(0, maxNameBytes), size }
}

/** The entries of an archive made by `writeTar`, in order, up to the block that ends it. */
export async function* readTar(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const read = createByteReader(stream)
  for (;;) {
    const header = await read(blockBytes)
    if (header.every((byte) => byte === 0)) return
    const { name, size } = readHeader(header)
    const content = await read(size)
    await read(paddingOf(size).length)
    yield { name, content }
  }
}
