import { createTarDecoder, createTarPacker } from 'modern-tar'
import { toWebStream } from './web-stream.ts'
import { AppError } from '../../contract/errors/app-error.ts'

/** One file of an archive, small enough to be held at once. */
export interface ArchiveEntry {
  readonly name: string
  readonly content: Buffer
}

/** A row that holds a whole mail is the largest piece there is. */
const maxEntryBytes = 400_000_000
const noTime = new Date(0)

export const damagedArchive = (cause?: unknown) =>
  new AppError('invalid', 'backup.damaged', 'the backup is damaged or cut off; nothing was restored', { cause })

/** The bytes of a ustar archive (POSIX.1-1988), which any tar program reads. */
export async function* writeTar(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Uint8Array> {
  const { readable, controller } = createTarPacker()
  const fill = async () => {
    for await (const { name, content } of entries) {
      const writer = controller.add({ name, size: content.length, mode: 0o600, mtime: noTime }).getWriter()
      if (content.length > 0) await writer.write(content)
      await writer.close()
    }
    controller.finalize()
  }
  const filled = fill().catch((error: unknown) => controller.error(error))
  yield* readable
  await filled
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
