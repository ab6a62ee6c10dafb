import { inflateSync } from 'node:zlib'
import { pdfCheckFailure } from './check-failure.ts'
import { PdfScanner } from './pdf-scanner.ts'
import { isDictionary, nameAt, numberAt, type PdfDictionary, type PdfString, type PdfValue } from './pdf-value.ts'

/** Where an object lies: at a place of the file, or inside an object stream. */
export type Place =
  | { readonly kind: 'file'; readonly offset: number }
  | { readonly kind: 'inside'; readonly stream: number }

export interface FileIndex {
  readonly places: ReadonlyMap<number, Place>
  readonly trailer: PdfDictionary
  /** Where the last object, the cross-reference stream, ends. */
  readonly end: number
}

export interface FileObject {
  readonly id: number
  readonly value: PdfValue
  /** Those in its value, encrypted as they are. */
  readonly strings: readonly PdfString[]
  /** Encrypted and compressed as it is. */
  readonly stream: Buffer | null
  /** Behind "endobj". */
  readonly end: number
}

const maxStreamBytes = 512 * 1024 * 1024
/** Room for what is inflated, asked for at once: most streams are short, and their room costs more than their bytes. */
const usualGrowth = 5
const minChunkBytes = 512
const maxChunkBytes = 262_144

/** Reads where everything is, from the cross-reference stream at the end (ISO 32000-2 section 7.5.8); there is only one. */
export function readIndex(file: Buffer): FileIndex {
  const [tail, digits] = /startxref\n(\d{1,10})\n%%EOF\n?$/.exec(file.toString('latin1', file.length - 64)) ?? []
  const offset = Number(digits)
  if (tail === undefined || offset >= file.length) throw pdfCheckFailure('the end is missing')
  const { value, stream, end } = readObject(file, offset)
  if (!isDictionary(value) || stream === null || nameAt(value, 'Type') !== 'XRef') {
    throw pdfCheckFailure('the cross-reference is missing')
  }
  if (value.has('Prev')) throw pdfCheckFailure('it has an older state')
  if (end + 1 !== file.length - tail.length) throw pdfCheckFailure('there is a gap before the end')
  return { places: readPlaces(value, inflate(value, stream)), trailer: value, end: end + 1 }
}

function readPlaces(dictionary: PdfDictionary, rows: Buffer): ReadonlyMap<number, Place> {
  const widths = dictionary.get('W')
  const isUsual = Array.isArray(widths) && widths.join(' ') === '1 4 2'
  if (!isUsual || rows.length !== numberAt(dictionary, 'Size') * 7)
    throw pdfCheckFailure('the cross-reference is broken')
  const places = new Map<number, Place>()
  for (let id = 0; id * 7 < rows.length; id++) {
    const kind = rows.readUInt8(id * 7)
    const place = rows.readUInt32BE(id * 7 + 1)
    if (kind === 1) places.set(id, { kind: 'file', offset: place })
    if (kind === 2) places.set(id, { kind: 'inside', stream: place })
  }
  return places
}

/** The object that begins at `offset`; its /Length must be a plain number. */
export function readObject(file: Buffer, offset: number): FileObject {
  const scanner = new PdfScanner(file, offset)
  const id = scanner.readInteger()
  scanner.expectWord('0')
  scanner.expectWord('obj')
  const value = scanner.readValue()
  const strings = scanner.takeStrings()
  const word = scanner.readWord()
  if (word === 'endobj') return { id, value, strings, stream: null, end: scanner.position }
  if (word !== 'stream' || !isDictionary(value)) throw pdfCheckFailure('an object has no end')
  const start = scanner.position + (file[scanner.position] === 0x0d ? 2 : 1)
  const end = start + numberAt(value, 'Length')
  const rest = new PdfScanner(file, end)
  rest.expectWord('endstream')
  rest.expectWord('endobj')
  return { id, value, strings, stream: file.subarray(start, end), end: rest.position }
}

/** Undoes deflate; what is compressed in another way (an image) stays as it is. */
export function inflate(dictionary: PdfDictionary, stream: Buffer): Buffer {
  if (nameAt(dictionary, 'Filter') !== 'FlateDecode') return stream
  const chunkSize = Math.min(Math.max(stream.length * usualGrowth, minChunkBytes), maxChunkBytes)
  return inflateSync(stream, { maxOutputLength: maxStreamBytes, chunkSize })
}
