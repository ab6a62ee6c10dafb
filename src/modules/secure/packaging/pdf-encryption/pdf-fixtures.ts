/** What the tests of PDF encryption need: a small document with a title, tags, strings, an uncompressed part and pages. */
import { deflateSync } from 'node:zlib'
import { PdfFile } from '../../../../lib/pdf/file/pdf-file.ts'
import { text, type PdfValue } from '../../../../lib/pdf/file/pdf-value.ts'
import { createR6Security, type R6Options } from './r6-security.ts'

export const testPassword = 'abcd-efgh-ijkm-2345'
export const secretTitle = 'Befund für Anna (geheim)'
export const secretText = 'Diagnose: vertraulich'

export const secretAddress = 'https://klinik.example/onkologie'

export interface FixtureOptions extends Partial<R6Options> {
  readonly pages?: number
  readonly isCompressed?: boolean
  /** Whether there is a password at all. */
  readonly isEncrypted?: boolean
  /** Entries of the encryption dictionary that stand in place of the right ones. */
  readonly altered?: Readonly<Record<string, PdfValue>>
}

export function encryptedPdf(options: FixtureOptions = {}): Buffer {
  const { pages = 2, isCompressed = true, isEncrypted = true, altered = {}, ...passwords } = options
  const security = createR6Security({ userPassword: testPassword, ...passwords })
  const file = new PdfFile({
    title: secretTitle,
    language: 'de',
    size: [595, 842],
    security: isEncrypted ? { ...security, dictionary: { ...security.dictionary, ...altered } } : null,
    deflate: (bytes, level) => deflateSync(bytes, { level: isCompressed ? level : 0 }),
  })
  const font = file.ref({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica', Encoding: 'WinAnsiEncoding' })
  const structure = file.ref({ Type: 'StructTreeRoot' })
  structure.data['K'] = file.ref({ Type: 'StructElem', S: 'Document', P: structure, Alt: text(secretText) })
  Object.assign(file.root, { StructTreeRoot: structure, MarkInfo: { Marked: true } })
  for (let page = 1; page <= pages; page++) {
    const { resources, annotations } = file.addPage(
      `BT /F1 12 Tf 1 0 0 -1 50 100 Tm (${secretText}, Seite ${page}) Tj ET`,
    )
    resources['Font'] = { F1: font }
    annotations.push(
      file.ref({
        Type: 'Annot',
        Subtype: 'Link',
        Rect: [10, 10, 110, 30],
        Contents: text(secretText),
        A: { S: 'URI', URI: text(secretAddress) },
      }),
    )
  }
  return Buffer.from(file.finish())
}
