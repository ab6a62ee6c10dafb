import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { drawing } from '../harness/drawings.ts'
import { openPdf, pdfTools } from '../harness/pdf-tools.ts'
import { requireProgram } from '../harness/programs.ts'
import type { PdfBody, PdfDocument } from '../../src/lib/pdf/pdf-document.ts'
import { writePdf } from '../../src/lib/pdf/write-pdf.ts'
import { createR6Security } from '../../src/modules/secure/packaging/pdf-encryption/r6-security.ts'

// What Poppler and qpdf, which know nothing of us, find in the pages.
const folder = mkdtempSync(join(tmpdir(), 'sealpost-pdf-'))
const file = join(folder, 'message.pdf')
afterAll(() => rmSync(folder, { recursive: true }))

const run = (program: string, ...parameters: string[]): string =>
  execFileSync(requireProgram(program), parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

const html = (source: string, images: [string, Buffer][] = []): PdfBody => ({
  kind: 'html',
  html: source,
  inlineImages: new Map(images.map(([id, bytes]) => [id, { bytes, mediaType: 'image/png' }])),
})
const plain = (text: string): PdfBody => ({ kind: 'text', text })
const document = (body: PdfBody, more: Partial<PdfDocument> = {}): PdfDocument => ({
  headers: [
    { label: 'Von', value: 'Dr. Anna Weber <anna@example.org>' },
    { label: 'Betreff', value: 'Befund' },
  ],
  body,
  attachments: () => [],
  notices: [],
  ...more,
})

function render(body: PdfBody, more: Partial<PdfDocument> = {}): void {
  writeFileSync(file, openPdf(document(body, more), 'Befund').bytes)
  run('qpdf', '--check', file)
}
const text = (): string => run('pdftotext', '-layout', file, '-').replaceAll('\f', '\n')
const flowing = (): string =>
  run('pdftotext', file, '-')
    .replaceAll(/[\u202a-\u202e\u200e\u200f\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
const structure = (): string => run('pdfinfo', '-struct-text', file)
const pageCount = (): number => Number(/Pages:\s+(\d+)/.exec(run('pdfinfo', file))?.[1])

describe('pages of a PDF', () => {
  it('open with title, headers once each, notices, text, attachments and the number of the page', async () => {
    const attachments = [{ name: 'Röntgen.jpg', mediaType: 'image/jpeg', sizeBytes: 4_123_456 }]
    render(plain('Guten Tag,\n\nalles gut.'), {
      attachments: () => attachments,
      notices: ['Nur der Text wird gezeigt.'],
    })
    const found = text()
    expect(found.match(/Befund/g)).toHaveLength(1)
    const order = [
      'Befund',
      'Von',
      'Dr. Anna Weber <anna@example.org>',
      'Nur der Text',
      'Guten Tag,',
      'alles gut.',
      'Eine Anlage',
      'Röntgen.jpg',
      '4,1 MB',
      'Seite 1 von 1',
    ]
    expect(order.map((part) => found.indexOf(part)).every((at, index, all) => at > (all[index - 1] ?? -1))).toBe(true)
  })

  it('are PDF 2.0, tagged, with title, language and embedded subsets', async () => {
    render(html('<p>Text <b>fett</b> <i>schräg</i> <code>fest</code> שלום سلام 中文 かな 한글 😀</p>'))
    const info = run('pdfinfo', file)
    expect(info).toMatch(/Title:\s+Befund/)
    expect(info).toMatch(/Tagged:\s+yes/)
    expect(info).toMatch(/PDF version:\s+2\.0/)
    const fonts = run('pdffonts', file).trim().split('\n').slice(2)
    expect(fonts.length).toBeGreaterThanOrEqual(9)
    for (const font of fonts) expect(font).toMatch(/Identity-H\s+yes yes yes/)
    const catalog = run('qpdf', '--json', '--json-key=qpdf', file)
    expect(catalog).toContain('"/Lang": "u:de"')
    expect(catalog).toContain('"/DisplayDocTitle": true')
  })

  it('carry headings, lists, tables, figures and links in their structure', async () => {
    const source = `<h1>Werte</h1><ul><li>eins<ol><li>zwei</li></ol></li></ul><blockquote>Zitat</blockquote>
      <table border=1><tr><th>Wert</th><th>Ergebnis</th></tr><tr><td>TSH</td><td>1,9</td></tr></table>
      <p><a href="https://example.org/">Seite</a> <img src="cid:bild" alt="Eine Kurve"></p>`
    render(html(source, [['bild', drawing(40, 30)]]))
    const found = structure()
    for (const part of [
      'Document',
      'H1 (block)',
      'H2 (block)',
      'LBody',
      'Lbl',
      'BlockQuote',
      'TH:',
      '/Scope /Column',
      'TD',
      'Figure',
      'Link (inline)',
      'Object ',
    ])
      expect(found).toContain(part)
    expect(run('qpdf', '--json', '--json-key=qpdf', file)).toContain('"/Alt": "u:Eine Kurve"')
    expect(found).not.toContain('Seite 1 von 1')
  })

  it('keep rows of a table together and repeat its header on the next page', async () => {
    const rows = Array.from(
      { length: 80 },
      (_, index) => `<tr><td>Posten ${index + 1}</td><td>${index},00 €</td></tr>`,
    ).join('')
    render(html(`<table><thead><tr><th>Leistung</th><th>Betrag</th></tr></thead><tbody>${rows}</tbody></table>`))
    expect(pageCount()).toBeGreaterThan(1)
    const pages = run('pdftotext', '-layout', file, '-').split('\f').slice(0, pageCount())
    for (const page of pages) expect(page).toMatch(/Leistung\s+Betrag/)
    expect(text()).toMatch(/Posten 80\s+79,00 €/)
    expect(structure().match(/"Leistung"/g)).toHaveLength(1)
  })

  it('split a row that is longer than a page without losing a word', async () => {
    const words = Array.from({ length: 2500 }, (_, index) => `wort${index}`)
    render(html(`<table border=1><tr><td>links</td><td>${words.join(' ')}</td></tr></table>`))
    expect(pageCount()).toBeGreaterThan(2)
    const found = new Set(flowing().split(' '))
    expect(words.filter((word) => !found.has(word))).toEqual([])
  })

  it('give Latin, Greek, Cyrillic, Chinese, Japanese and Korean text back as it was', async () => {
    const sample =
      'Straße – „Größe“ ½ €, Ελληνικά, Русский язык, fi ffl AVA. 中文测试 「日本語のテキスト」 한국어 텍스트'
    render(plain(sample))
    expect(flowing()).toContain(sample)
  })

  it('give Hebrew and Arabic back in reading order, figures and foreign words in them too', async () => {
    render(plain('שלום עולם, פגישה בשעה 10:30 עם Anna Weber מחר'))
    expect(flowing()).toContain('שלום עולם')
    expect(flowing()).toContain('Anna Weber')
    render(plain('مرحبا بكم في عيادة Weber يوم 12 مارس'))
    expect(flowing()).toContain('مرحبا بكم في عيادة')
  })

  it('give back text that no font can draw', async () => {
    render(plain('Thai: สวัสดี.'))
    expect(flowing().replaceAll(' ', '')).toContain('สวัสดี')
  })

  it('break words and addresses that are wider than the page', async () => {
    render(plain(`${'x'.repeat(2000)}\n\nhttps://example.org/${'pfad/'.repeat(80)}`))
    const widest = run('pdftotext', '-bbox', file, '-').matchAll(/xMax="([\d.]+)"/g)
    for (const [, right] of widest) expect(Number(right)).toBeLessThan(540)
  })

  it('make real links of web pages and mail addresses only', async () => {
    render(
      html(
        '<a href="https://example.org/a">Seite</a> <a href="mailto:a@example.org">Post</a> <a href="javascript:x()">Falle</a> <a href="file:///etc">Datei</a>',
      ),
    )
    const objects = run('qpdf', '--json', '--json-key=qpdf', file)
    expect([...objects.matchAll(/"\/URI": "u:([^"]+)"/g)].map(([, address]) => address)).toEqual([
      'https://example.org/a',
      'mailto:a@example.org',
    ])
    expect(text()).toContain('(example.org/a)')
  })

  it('name images that are broken, missing or not ours', async () => {
    const source =
      '<p>A <img src="cid:kaputt@x"> B <img src="cid:fehlt" alt="Plan"> C <img src="https://a.example/x.png" alt="Logo"> D</p>'
    render(html(source, [['kaputt@x', Buffer.from('89504e470d0a1a0a00', 'hex')]]))
    expect(flowing()).toContain('A Bild: kaputt B Bild: Plan C Logo D')
    expect(run('pdfimages', '-list', file).trim().split('\n')).toHaveLength(2)
  })

  it('draw an image once, however often it is shown', async () => {
    render(html('<img src="cid:a">'.repeat(20), [['a', drawing(30, 30)]]))
    expect(run('qpdf', '--json', '--json-key=qpdf', file).match(/"\/Subtype": "\/Image"/g)).toHaveLength(1)
  })

  it('stop at five hundred and say where the rest is', async () => {
    render(plain('Lorem ipsum.\n\n'.repeat(16_000)))
    expect(pageCount()).toBe(500)
    expect(run('pdftotext', '-f', '500', '-l', '500', file, '-')).toContain('message.eml')
    expect(run('pdftotext', '-f', '499', '-l', '499', file, '-')).not.toContain('message.eml')
  })

  it('say so when there is no text', async () => {
    render(html('<div style="display:none">Vorschau</div><img src="https://a.example/x.gif" width=1 height=1>'))
    expect(flowing()).toContain('Diese Nachricht enthält keinen Text.')
    expect(flowing()).not.toContain('Vorschau')
  })

  it('draw every living script with a font of it, and say so when there is none', async () => {
    const living =
      'ยาวัน வணக்கம் নমস্কার გამარჯობა Բարեւ សួស្តី ሰላም નમસ્તે నమస్కారం ನಮಸ್ಕಾರ നമസ്കാരം ନମସ୍କାର ਸਤਿ ආයුබෝවන් ကျေးဇူး ສະບາຍ བཀྲ་ཤིས ܫܠܡܐ'
    render(plain(living))
    expect(flowing()).not.toContain('lassen sich hier nicht darstellen')
    const fonts = run('pdffonts', file).trim().split('\n').slice(2)
    expect(fonts.length).toBeGreaterThan(18)
    for (const font of fonts) expect(font).toMatch(/Identity-H\s+yes yes yes/)
    for (const body of [plain('ᠮᠣᠩᠭᠣᠯ'), html('<table><td>a<td>\ue000</table>')]) {
      render(body)
      expect(flowing()).toContain('Teile dieses Textes lassen sich hier nicht darstellen')
    }
    render(plain('x'), { attachments: () => [{ name: '\u{13000}.txt', mediaType: 'text/plain', sizeBytes: 1 }] })
    expect(flowing()).toContain('Teile dieses Textes lassen sich hier nicht darstellen')
  })

  it('keep a hostile title out of the metadata', async () => {
    writeFileSync(file, openPdf(document(plain('x')), '<&>\u0000 "q" ](x)', 'en').bytes)
    run('qpdf', '--check', file)
    expect(run('pdfinfo', '-meta', file)).toContain('&lt;&amp;&gt;')
  })
})

describe('an encrypted PDF', () => {
  it('opens with its password alone and shows nothing without it', async () => {
    const security = createR6Security({ userPassword: 'abcd-efgh-jkmn-2345' })
    const options = { title: 'Befundtitel', language: 'de', original: 'beside', security } as const
    writeFileSync(file, writePdf(document(plain('Geheimwort Zitronenfalter')), options, pdfTools).bytes)
    expect(run('pdftotext', '-upw', 'abcd-efgh-jkmn-2345', file, '-')).toContain('Zitronenfalter')
    expect(() => run('pdftotext', file, '-')).toThrow(/password/i)
    expect(() => run('pdftotext', '-upw', 'wrong', file, '-')).toThrow(/password/i)
    expect(run('qpdf', '--show-encryption', '--password=abcd-efgh-jkmn-2345', file)).toMatch(/R = 6[\S\s]*AESv3/)
    const raw = run('qpdf', '--password=abcd-efgh-jkmn-2345', '--check', file)
    expect(raw).toContain('No syntax or stream encoding errors')
  })
})
