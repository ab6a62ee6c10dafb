import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { PdfBody } from '../../src/lib/pdf/pdf-document.ts'
import { openPdf } from '../harness/pdf-tools.ts'
import { requireProgram } from '../harness/programs.ts'

// A quarter of a megabyte of each: whatever were quadratic in it would not end within the limit of a test.
const size = 250_000
const folder = mkdtempSync(join(tmpdir(), 'sealpost-pdf-hostile-'))
const file = join(folder, 'message.pdf')
afterAll(() => rmSync(folder, { recursive: true }))

const html = (source: string): PdfBody => ({ kind: 'html', html: source, inlineImages: new Map() })
const plain = (text: string): PdfBody => ({ kind: 'text', text })
const fill = (part: string, tail = ''): string => part.repeat(Math.ceil(size / part.length)) + tail

async function pagesOf(body: PdfBody): Promise<number> {
  const document = { headers: [], notices: [], attachments: () => [], body }
  const { bytes } = openPdf(document, 'Probe')
  writeFileSync(file, bytes)
  execFileSync(requireProgram('qpdf'), ['--check', file], { stdio: 'pipe' })
  return Number(/Pages:\s+(\d+)/.exec(execFileSync(requireProgram('pdfinfo'), [file], { encoding: 'utf8' }))?.[1])
}

describe('a PDF of hostile input', () => {
  it.each([
    ['nested blocks', html(fill('<div>', 'x'))],
    ['nested tables', html(fill('<table><tr><td>', 'x'))],
    ['nested tables of data', html(`${'<table border=1><tr><td>a</td><td>'.repeat(60)}${fill('wort ')}`)],
    [
      'nested formatting',
      html(`${Array.from({ length: 8000 }, (_, index) => `<b id=${index}>`).join('')}${'<p>x'.repeat(8000)}`),
    ],
    ['nested lists', html(fill('<ul><li>', 'x'))],
    ['end tags alone', html(fill('</b></div></table>', 'x'))],
    ['attributes without end', html(`<p ${Array.from({ length: 40_000 }, (_, index) => `a${index}`).join(' ')}>x`)],
    ['a style without end', html(`<p style="${fill('color:red;')}">x`)],
    ['a tag that never closes', html(`text<p style="${fill('x')}`)],
    [
      'names of JavaScript',
      html('<constructor><__proto__ style="color:constructor;font-size:toString"><p dir=valueOf>x'),
    ],
    ['one word', plain(fill('a'))],
    ['one Arabic word', plain(fill('م'))],
    ['marks on one letter', plain(`a${fill('\u0301')}`)],
    ['controls of direction', plain(fill('\u2067\u202e'))],
    ['turned text', plain(fill('\u202eabc\u202c שלום '))],
    ['broken surrogates and controls', plain(fill('\0\u0001\ud800x\udfff\uffff'))],
    ['families of emoji', plain(fill('👩‍👩‍👧'))],
    ['ten thousand cells', html(`<table border=1>${`<tr>${'<td>x</td>'.repeat(10)}</tr>`.repeat(1000)}</table>`)],
    ['ten thousand columns', html(`<table border=1><tr>${'<td>wort</td>'.repeat(10_000)}</tr></table>`)],
    [
      'contradicting spans',
      html(`<table border=1>${'<tr><td rowspan=999 colspan=999>x<td rowspan=9999>y'.repeat(2000)}</table>`),
    ],
    ['quotation marks', plain(fill('>'))],
    ['changing quotation marks', plain(fill('> a\n>> b\n'))],
    ['links', html(fill('<a href="https://a.example/long/address/that/differs/from/the/text/0123456789">t</a> '))],
    ['lines', plain(fill('x\n'))],
  ])('survives %s', async (_, body) => {
    const pages = await pagesOf(body)
    expect(pages).toBeGreaterThanOrEqual(1)
    expect(pages).toBeLessThanOrEqual(500)
  })
})
