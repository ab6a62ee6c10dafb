import { createTarDecoder, createTarPacker } from 'modern-tar'
import { toWebStream } from './web-stream.ts'
import { AppError } from '../../contract/errors/app-error.ts'

/** One file of an archive, small enough to be held at once. */
export interface ArchiveEntry {
  readonly name: string
  /** May be valid until the next entry is asked for only. */
  readonly content: Buffer
}

/** A row that holds a whole mail is the largest piece there is. */
const maxEntryBytes = 400_000_000
/** Of a header, and what contents are filled up to. */
const blockBytes = 512
/** Longer ones would need a second header. */
const maxNameBytes = 100
const noTime = new Date(0)

export const damagedArchive = (cause?: unknown) =>
  new AppError('invalid', 'backup.damaged', 'the backup is damaged or cut off; nothing was restored', { cause })

/** The bytes of a ustar archive (POSIX.1-1988), which any tar program reads. An entry is passed on before the next one is asked for. */
export async function* writeTar(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Uint8Array> {
  const { readable, controller } = createTarPacker()
  const reader = readable.getReader()
  async function* taken(bytes: number): AsyncGenerator<Uint8Array> {
    for (let missing = bytes; missing > 0;) {
      const { value } = await reader.read()
      if (value === undefined) return
      missing -= value.length
      yield value
    }
  }
  for await (const { name, content } of entries) {
    if (Buffer.byteLength(name) > maxNameBytes) throw new Error('a name that one block does not hold')
    const body = controller.add({ name, size: content.length, mode: 0o600, mtime: noTime })
    const written = writeBody(body, content)
    // Awaited below; a failure that comes before is not unhandled.
    written.catch(() => undefined)
    yield* taken(blockBytes + Math.ceil(content.length / blockBytes) * blockBytes)
    await written
  }
  controller.finalize()
  yield* taken(Number.POSITIVE_INFINITY)
}

async function writeBody(body: WritableStream<Uint8Array>, content: Buffer): Promise<void> {
  const writer = body.getWriter()
  if (content.length > 0) await writer.write(content)
  await writer.close()
}

async function contentOf(body: ReadableStream<Uint8Array>, size: number): Promise<Buffer> {
  const content = Buffer.allocUnsafe(size)
  let at = 0
  for await (const piece of body) {
    content.set(piece, at)
    at += piece.length
  }
  if (at !== size) throw damagedArchive()
  return content
}

/** The entries of an archive made by `writeTar`, in order, until the stream ends. AppError `backup.damaged`. */
export async function* readTar(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  try {
    for await (const { header, body } of toWebStream(stream).pipeThrough(createTarDecoder({ strict: true }))) {
      if (header.type !== 'file' || header.size > maxEntryBytes) throw damagedArchive()
      yield { name: header.name, content: await contentOf(body, header.size) }
    }
  } catch (error) {
    throw error instanceof AppError ? error : damagedArchive(error)
  }
}
