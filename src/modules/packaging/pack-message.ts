import { readContent, type ReadContent } from './content/index.ts'
import type { PdfDocument } from './pdf/pdf-document.ts'
import { writePdf } from './pdf/write-pdf.ts'
import type { PackAnswer, PackOrder } from './worker-messages.ts'
import { entryNames, originalName } from './zip/entry-names.ts'
import { writeZip } from './zip/write-zip.ts'
import type { ZipEntry } from './zip/zip-entry.ts'

/** One attempt: reads the message, writes ZIP and PDF, opens both again. Throws when any of it does not succeed. */
export async function packMessage(order: PackOrder): Promise<PackAnswer> {
  const content = readContent(order.content, order)
  const names = entryNames(
    content.files.map(({ name }) => name),
    { neutral: order.neutralNames },
  )
  const zip = await collectWithin(writeZip(zipEntries(order, content, names), order), order.maxBytes)
  if (zip === null) return { kind: 'too-large' }
  const pdf = await writePdf(documentOf(content, names), { ...order, title: content.title })
  if (zip.length + pdf.length > order.maxBytes) return { kind: 'too-large' }
  return { kind: 'packed', zip, pdf: ownBytes(pdf), attachments: content.files.length, notes: content.notes }
}

function zipEntries(order: PackOrder, content: ReadContent, names: readonly string[]): readonly ZipEntry[] {
  const modified = content.sentAt ?? new Date()
  const original = { name: originalName, content: order.content, modified }
  return [
    original,
    ...content.files.map(({ bytes }, index) => ({ name: names[index] ?? '', content: bytes, modified })),
  ]
}

/** Neutral names say nothing, so the PDF, which is encrypted as a whole, says which file is which. */
function documentOf(content: ReadContent, names: readonly string[]): PdfDocument {
  const realNames = entryNames(
    content.files.map(({ name }) => name),
    { neutral: false },
  )
  const attachments = content.files.map(({ mediaType, bytes }, index) => {
    const [real = '', entry = ''] = [realNames[index], names[index]]
    return { name: real === entry ? real : `${real} (${entry})`, mediaType, sizeBytes: bytes.length }
  })
  return { ...content.document, attachments }
}

/** The whole stream, or null as soon as it is larger than `maxBytes`: the rest is not even made. */
async function collectWithin(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of stream) {
    length += piece.length
    if (length > maxBytes) return null
    pieces.push(piece)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** In memory of its own, so that handing it to another thread moves nothing else. */
const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
