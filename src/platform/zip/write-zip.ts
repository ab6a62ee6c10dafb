import { randomBytes } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { createDeflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib'
import { AppError } from '../../contract/errors/app-error.ts'
import { Ae2Encryption, ae2Overhead, deriveKeys, saltBytes } from './ae2-cipher.ts'
import { chooseCompression } from './choose-compression.ts'
import { archiveEnd, dataDescriptor, directoryHeader, localHeader } from './records.ts'
import type { WrittenEntry, ZipEntry, ZipOptions } from './zip-entry.ts'

const max32 = 0xffff_ffff
const headBytes = 65_536
const maxNameBytes = 0xffff

/**
 * An archive as a stream: every entry AES-256 in the form AE-2, names in UTF-8, zip64 records where they are needed.
 * The entries are taken one at a time and in order. A stream that breaks ends the archive with its error: what was given
 * out until then is no archive. Equal names are written as they are; `entryNames` makes them differ.
 */
export async function* writeZip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  options: ZipOptions,
): AsyncGenerator<Uint8Array> {
  if (options.password === '') throw new AppError('broken', 'packaging.empty-password', 'A package needs a password.')
  const zip64 = options.zip64 === 'always'
  const written: WrittenEntry[] = []
  let offset = 0
  for await (const entry of entries) {
    const pieces = writeEntry(entry, options, offset)
    let step = await pieces.next()
    for (; step.done !== true; step = await pieces.next()) {
      offset += step.value.length
      yield step.value
    }
    written.push(step.value)
  }
  const directory = Buffer.concat(written.map((entry) => directoryHeader(entry, zip64)))
  yield directory
  yield archiveEnd({ entries: written.length, bytes: directory.length, offset, zip64 })
}

type Pieces = AsyncGenerator<Uint8Array, WrittenEntry>

function writeEntry(entry: ZipEntry, options: ZipOptions, offset: number): Pieces {
  const name = Buffer.from(entry.name, 'utf8')
  if (name.length === 0 || name.length > maxNameBytes) {
    throw new AppError('broken', 'packaging.entry-name', 'An entry of a package needs a name.')
  }
  const salt = randomBytes(saltBytes)
  const keys = deriveKeys(options.password, salt)
  const start: EntryStart = {
    name,
    salt,
    verifier: keys.verifier,
    cipher: new Ae2Encryption(keys),
    offset,
    zip64: options.zip64 === 'always',
  }
  return entry.content instanceof Uint8Array
    ? writeBytes(entry, entry.content, start)
    : writeStream(entry, entry.content, start)
}

interface EntryStart {
  readonly name: Buffer
  readonly salt: Buffer
  readonly verifier: Buffer
  readonly cipher: Ae2Encryption
  readonly offset: number
  readonly zip64: boolean
}

/** Sizes are known before: no descriptor, which more programs can read than with one. */
async function* writeBytes(entry: ZipEntry, content: Uint8Array, start: EntryStart): Pieces {
  const settings = entry.compress === false ? null : chooseCompression(content, content.length)
  const deflated = settings === null ? null : deflateRawSync(content, settings)
  const isSmaller = deflated !== null && deflated.length < content.length
  const packed = isSmaller ? deflated : content
  const method = isSmaller ? 8 : 0
  const sizes = { packedBytes: packed.length + ae2Overhead, bytes: content.length }
  const zip64 = start.zip64 || sizes.packedBytes >= max32 || sizes.bytes >= max32
  const { name, salt, verifier, cipher } = start
  yield Buffer.concat([localHeader({ name, modified: entry.modified, method, sizes, zip64 }), salt, verifier])
  yield cipher.update(packed)
  yield cipher.finish()
  return { name, modified: entry.modified, method, hasDescriptor: false, ...sizes, offset: start.offset }
}

/** Nobody knows the sizes before: they follow in a descriptor of the large form, as the stream may pass 4 GiB. */
async function* writeStream(entry: ZipEntry, content: AsyncIterable<Uint8Array>, start: EntryStart): Pieces {
  const { name, salt, verifier, cipher } = start
  const { head, whole } = await readHead(content)
  const settings = entry.compress === false ? null : chooseCompression(head, null)
  const method = settings === null ? 0 : 8
  yield Buffer.concat([
    localHeader({ name, modified: entry.modified, method, sizes: 'later', zip64: true }),
    salt,
    verifier,
  ])
  let bytes = 0
  const counted = countBytes(whole, (count) => (bytes += count))
  const packed = settings === null ? counted : deflate(counted, settings)
  let packedBytes = ae2Overhead
  for await (const piece of packed) {
    packedBytes += piece.length
    yield cipher.update(piece)
  }
  yield Buffer.concat([cipher.finish(), dataDescriptor(packedBytes, bytes, true)])
  return { name, modified: entry.modified, method, hasDescriptor: true, packedBytes, bytes, offset: start.offset }
}

/** An error of the content ends the result with the same error. */
function deflate(content: AsyncIterable<Uint8Array>, settings: ZlibOptions): AsyncIterable<Buffer> {
  const packed = createDeflateRaw(settings)
  pipeline(Readable.from(content), packed, () => undefined)
  return packed
}

async function* countBytes(content: AsyncIterable<Uint8Array>, count: (bytes: number) => void) {
  for await (const piece of content) {
    count(piece.length)
    yield piece
  }
}

/** The first pieces until a sample can be taken, and the whole stream again. */
async function readHead(
  content: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Uint8Array; readonly whole: AsyncIterable<Uint8Array> }> {
  const source = content[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let bytes = 0
  while (bytes < headBytes) {
    const step = await source.next()
    if (step.done === true) break
    first.push(step.value)
    bytes += step.value.length
  }
  const head = Buffer.concat(first)
  return { head, whole: withHead(head, source) }
}

async function* withHead(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let step = await source.next(); step.done !== true; step = await source.next()) yield step.value
  } finally {
    await source.return?.()
  }
}
