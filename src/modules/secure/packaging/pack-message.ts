import { hash } from 'node:crypto'
import { isolateDirection, readContent, type FoundFile, type ReadContent } from './content/index.ts'
import { checkPdf } from './pdf-encryption/check-pdf.ts'
import { createR6Security } from './pdf-encryption/r6-security.ts'
import type { PackAnswer, PackOrder } from './worker-messages.ts'
import { checkZip, type ExpectedEntry } from '../../../platform/zip/check-zip.ts'
import { entryNames, originalName } from '../../../lib/file-names/index.ts'
import { writePdf, type ListedFile } from '../../../lib/pdf/index.ts'
import { createPdfTools } from '../../../platform/pdf-tools/index.ts'
import { writeZip } from '../../../platform/zip/write-zip.ts'
import type { ZipEntry } from '../../../platform/zip/zip-entry.ts'

const pdfTools = createPdfTools()

/** One attempt: reads the message, writes PDF and ZIP, opens both again. Throws when any of it does not succeed. */
export async function packMessage(order: PackOrder): Promise<PackAnswer> {
  const { password, language, maxBytes } = order
  const content = readContent(order.content, order)
  const { bytes: pdf, drawn } = writePdf(
    { ...content.document, attachments: (shown) => listFiles(filesBeside(content, shown), order) },
    {
      language,
      title: content.title,
      original: 'beside',
      security: createR6Security({ userPassword: password }),
    },
    pdfTools,
  )
  checkPdf(pdf, { password })
  const files = filesBeside(content, drawn)
  const entries = zipEntries(order, { files, modified: content.sentAt ?? new Date() })
  const zip = await collectWithin(writeZip(entries, { password }), maxBytes - pdf.length)
  if (zip === null) return { kind: 'too-large' }
  checkZip(zip, { password, expected: entries.map(expectationOf) })
  return { kind: 'packed', zip, pdf: ownBytes(pdf), attachments: files.length, notes: content.notes }
}

/** All files but the images that the PDF shows; what was sent as an attachment is one, shown or not. */
function filesBeside({ files }: ReadContent, drawn: ReadonlySet<unknown>): readonly FoundFile[] {
  return files.filter((file) => file.isAttachment || !drawn.has(file))
}

interface WholeEntry extends ZipEntry {
  readonly content: Uint8Array
}

function zipEntries(
  { content, neutralNames }: PackOrder,
  { files, modified }: { readonly files: readonly FoundFile[]; readonly modified: Date },
): readonly WholeEntry[] {
  const names = namesOf(files, neutralNames)
  const beside = files.map(({ bytes }, index) => ({ name: names[index] ?? '', content: bytes, modified }))
  return [{ name: originalName, content, modified }, ...beside]
}

const namesOf = (files: readonly FoundFile[], neutral: boolean): readonly string[] =>
  entryNames(
    files.map(({ name }) => name),
    { neutral },
  )

const expectationOf = ({ name, content }: WholeEntry): ExpectedEntry => ({
  name,
  sha256: hash('sha256', content, 'buffer'),
  size: content.length,
})

/** Neutral names say nothing, so the PDF, which is encrypted as a whole, says which file is which. */
function listFiles(files: readonly FoundFile[], { neutralNames }: PackOrder): readonly ListedFile[] {
  const names = namesOf(files, neutralNames)
  const realNames = neutralNames ? namesOf(files, false) : names
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
