/** What the tests of PDF encryption need: a small document with a title, tags, strings, an uncompressed part and pages. */
import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import { installR6 } from './install-r6.ts'
import type { R6Options } from './r6-security.ts'

export const testPassword = 'abcd-efgh-ijkm-2345'
export const secretTitle = 'Befund für Anna (geheim)'
export const secretText = 'Diagnose: vertraulich'

export const secretAddress = 'https://klinik.example/onkologie'

export interface FixtureOptions extends Partial<R6Options> {
  readonly pages?: number
  readonly isCompressed?: boolean
}

export async function encryptedPdf({
  pages = 2,
  isCompressed = true,
  ...passwords
}: FixtureOptions = {}): Promise<Buffer> {
  const document = new PDFDocument({
    pdfVersion: '1.7',
    tagged: true,
    lang: 'de',
    displayTitle: true,
    compress: isCompressed,
    autoFirstPage: false,
    info: { Title: secretTitle },
  })
  installR6(document, { userPassword: testPassword, ...passwords })
  const root = document.struct('Document')
  document.addStructure(root)
  for (let page = 1; page <= pages; page++) {
    document.addPage().link(10, 10, 100, 20, secretAddress)
    root.add(document.struct('P', { alt: secretText }, () => document.text(`${secretText}, Seite ${page}`)))
  }
  root.end()
  document.end()
  return buffer(document)
}
