import { AppError } from '../../../../contract/errors/app-error.ts'
import { pdfCheckFailure } from './reader/check-failure.ts'
import { openSecurity, type Decrypt } from './reader/open-security.ts'
import { inflate, readIndex, readObject, type FileIndex, type FileObject } from './reader/pdf-file.ts'
import { PdfScanner } from './reader/pdf-scanner.ts'
import {
  isDictionary,
  isKind,
  nameAt,
  numberAt,
  referenceAt,
  type PdfDictionary,
  type PdfValue,
} from './reader/pdf-value.ts'

/**
 * Opens a finished PDF as its recipient would and throws `packaging.pdf-check-failed` unless it is a PDF 2.0 of revision 6
 * that opens with the password but not without, whose every byte belongs to an object, and whose every string and stream
 * decrypts and inflates. Reads what this product writes, not any PDF.
 */
export function checkPdf(file: Uint8Array, { password }: { readonly password: string }): { readonly pages: number } {
  try {
    return checkWhole(Buffer.from(file.buffer, file.byteOffset, file.length), password)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw pdfCheckFailure('it cannot be read', error)
  }
}

function checkWhole(file: Buffer, password: string): { readonly pages: number } {
  if (!/^%PDF-2\.0\n%[\x80-\xff]{4}\n/.test(file.toString('latin1', 0, 15)))
    throw pdfCheckFailure('it is not a PDF 2.0')
  const index = readIndex(file)
  const security = referenceAt(index.trailer, 'Encrypt')
  const objects = readObjects(file, index)
  const dictionary = objects.get(security)?.value
  if (!isDictionary(dictionary)) throw pdfCheckFailure('it is not encrypted')
  const decrypt = openSecurity(dictionary, password)
  const values = new Map<number, PdfValue>()
  for (const object of objects.values()) {
    const isClear = object.id === security || isXref(object.value)
    values.set(object.id, object.value)
    if (!isClear) openObject(object, decrypt, values)
  }
  if (values.size < index.places.size) throw pdfCheckFailure('objects are missing')
  return { pages: countPages(values, index.trailer) }
}

/** All objects of the file; they lie one behind the other between the header and the cross-reference. */
function readObjects(file: Buffer, index: FileIndex): ReadonlyMap<number, FileObject> {
  const places = [...index.places].flatMap(([id, place]) =>
    place.kind === 'file' ? [{ id, offset: place.offset }] : [],
  )
  const objects = new Map<number, FileObject>()
  let end = 15
  for (const { id, offset } of places.toSorted((left, right) => left.offset - right.offset)) {
    if (offset !== end) throw pdfCheckFailure('there is a gap between objects')
    const object = readObject(file, offset)
    if (object.id !== id) throw pdfCheckFailure('the cross-reference is wrong')
    objects.set(id, object)
    end = object.end + 1
  }
  if (end !== index.end) throw pdfCheckFailure('there is a gap before the cross-reference')
  return objects
}

const isXref = (value: PdfValue): boolean => isDictionary(value) && nameAt(value, 'Type') === 'XRef'

function openObject({ value, strings, stream }: FileObject, decrypt: Decrypt, values: Map<number, PdfValue>): void {
  for (const { bytes } of strings) decrypt(bytes)
  if (stream === null || !isDictionary(value)) return
  const content = inflate(value, decrypt(stream))
  if (nameAt(value, 'Type') === 'ObjStm') readObjectStream(value, content, values)
}

/** ISO 32000-2 section 7.5.7. */
function readObjectStream(dictionary: PdfDictionary, content: Buffer, values: Map<number, PdfValue>): void {
  const first = numberAt(dictionary, 'First')
  const header = new PdfScanner(content)
  const count = numberAt(dictionary, 'N')
  for (let index = 0; index < count; index++) {
    const id = header.readInteger()
    const offset = header.readInteger()
    values.set(id, new PdfScanner(content, first + offset).readValue())
  }
}

function countPages(values: ReadonlyMap<number, PdfValue>, trailer: PdfDictionary): number {
  const pages = resolved(values, resolved(values, trailer, 'Root'), 'Pages')
  const kids = pages.get('Kids')
  if (nameAt(pages, 'Type') !== 'Pages' || !Array.isArray(kids)) throw pdfCheckFailure('the list of pages is missing')
  const isPage = (kid: PdfValue) => {
    const page = isKind(kid, 'reference') ? values.get(kid.id) : undefined
    return isDictionary(page) && nameAt(page, 'Type') === 'Page'
  }
  if (kids.length === 0 || kids.length !== pages.get('Count') || !kids.every(isPage)) {
    throw pdfCheckFailure('pages are missing')
  }
  return kids.length
}

function resolved(values: ReadonlyMap<number, PdfValue>, from: PdfDictionary, key: string): PdfDictionary {
  const value = values.get(referenceAt(from, key))
  if (!isDictionary(value)) throw pdfCheckFailure('an object is missing')
  return value
}
