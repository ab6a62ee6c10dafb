import { hash } from 'node:crypto'
import { isolateDirection, readContent, type ReadContent } from './content/index.ts'
import { checkPdf } from './pdf-encryption/check-pdf.ts'
import type { PdfDocument } from './pdf/pdf-document.ts'
import { writePdf } from './pdf/write-pdf.ts'
import type { PackAnswer, PackOrder } from './worker-messages.ts'
import { checkZip, type ExpectedEntry } from './zip/check-zip.ts'
import { entryNames, originalName } from './zip/entry-names.ts'
import { writeZip } from './zip/write-zip.ts'
import type { ZipEntry } from './zip/zip-entry.ts'

/** One attempt: reads the message, writes ZIP and PDF, opens both again. Throws when any of it does not succeed. */
export async function packMessage(order: PackOrder): Promise<PackAnswer> {
  const { password, language, maxBytes } = order
  const content = readContent(order.content, order)
  const wantedNames = content.files.map(({ name }) => name)
  const names = entryNames(wantedNames, { neutral: order.neutralNames })
  const entries = zipEntries(order.content, content, names)
  const zip = await collectWithin(writeZip(entries, { password }), maxBytes)
  if (zip === null) return { kind: 'too-large' }
  checkZip(zip, { password, expected: entries.map(expectationOf) })
  const realNames = order.neutralNames ? entryNames(wantedNames, { neutral: false }) : names
  const document = { ...content.document, attachments: listFiles(content, names, realNames) }
  const pdf = await writePdf(document, { password, language, title: content.title })
  checkPdf(pdf, { password })
  if (zip.length + pdf.length > maxBytes) return { kind: 'too-large' }
  return { kind: 'packed', zip, pdf: ownBytes(pdf), attachments: content.files.length, notes: content.notes }
}

interface WholeEntry extends ZipEntry {
  readonly content: Uint8Array
}

function zipEntries(original: Uint8Array, content: ReadContent, names: readonly string[]): readonly WholeEntry[] {
  const modified = content.sentAt ?? new Date()
  const files = content.files.map(({ bytes }, index) => ({ name: names[index] ?? '', content: bytes, modified }))
  return [{ name: originalName, content: original, modified }, ...files]
}

const expectationOf = ({ name, content }: WholeEntry): ExpectedEntry => ({
  name,
  sha256: hash('sha256', content, 'buffer'),
  size: content.length,
})

/** Neutral names say nothing, so the PDF, which is encrypted as a whole, says which file is which. */
function listFiles(
  { files }: ReadContent,
  names: readonly string[],
  realNames: readonly string[],
): PdfDocument['attachments'] {
  return files.map(({ mediaType, bytes }, index) => {
    const [real = '', entry = ''] = [realNames[index], names[index]]
    const name = isolateDirection(real)
    return { name: real === entry ? name : `${name} (${entry})`, mediaType, sizeBytes: bytes.length }
  })
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
