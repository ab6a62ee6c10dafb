import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packMessage } from '../../src/modules/secure/packaging/pack-message.ts'
import { readDirectory } from '../../src/platform/zip/read-directory.ts'
import { requireProgram } from '../harness/programs.ts'
import { clearWebpDrawing, drawing, gifDrawing, jpegDrawing, webpDrawing } from '../harness/drawings.ts'

// A file that the text shows may be left out of the ZIP; one that it does not show may never be.
const password = 'k7mn-p2qr-s3tu-v4wx'
const folder = mkdtempSync(join(tmpdir(), 'sealpost-beside-'))
const file = join(folder, 'message.pdf')
afterAll(() => rmSync(folder, { recursive: true }))

const run = (program: string, ...parameters: string[]): string =>
  execFileSync(requireProgram(program), parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

interface Part {
  readonly head: string
  readonly bytes?: Uint8Array
}

const picture = (more: string): Part => ({
  head: `Content-Type: image/png; name=scan.png\r\nContent-ID: <p1@x>\r\n${more}`,
  bytes: drawing(40, 20),
})
const inline = picture('Content-Disposition: inline; filename=scan.png')
const attached = picture('Content-Disposition: attachment; filename=scan.png')

function mail(html: string, ...parts: readonly Part[]): Buffer {
  const pieces = parts.map(
    ({ head, bytes = drawing(40, 20) }) =>
      `--b1\r\n${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n`,
  )
  const text = `--b1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`
  return Buffer.from(`Content-Type: multipart/related; boundary=b1\r\n\r\n${text}${pieces.join('')}--b1--\r\n`)
}

interface Packed {
  readonly names: readonly string[]
  readonly images: number
  readonly text: string
}

async function pack(content: Buffer, more: { isTextOnly?: boolean } = {}): Promise<Packed> {
  const order = {
    password,
    language: 'en',
    neutralNames: false,
    maxBytes: 50_000_000,
    isTextOnly: false,
    timeZone: 'Europe/Berlin',
  } as const
  const packed = await packMessage({ ...order, ...more, content: new Uint8Array(content) })
  if (packed.kind !== 'packed') throw new Error(packed.kind)
  writeFileSync(file, packed.pdf)
  run('qpdf', '--check', `--password=${password}`, file)
  const rows = run('pdfimages', '-upw', password, '-list', file).trim().split('\n').slice(2)
  return {
    names: readDirectory(Buffer.from(packed.zip)).map(({ name }) => name),
    images: new Set(rows.map((row) => row.trim().split(/\s+/)[10])).size,
    text: run('pdftotext', '-upw', password, file, '-'),
  }
}

describe('an image that a message carries', () => {
  test.each([
    ['as the text asks for', '<img src="cid:p1@x">', inline],
    ['twice', '<img src="cid:p1@x"><p>and</p><img src="CID:p1%40x">', inline],
    ['without a disposition', '<img src="cid:p1@x">', picture('X-Other: 1')],
    ['by its location', '<img src="scan.png">', picture('Content-Location: scan.png')],
    ['by the file its location ends with', '<img src="scan.png">', picture('Content-Location: file:///C:/a/scan.png')],
    [
      'by an address that is its location',
      '<img src="https://a.example/s.png">',
      picture('Content-Location: https://a.example/s.png'),
    ],
    ['as an input', '<input type=image src="cid:p1@x">', inline],
    ['as an object', '<object type="image/png" data="cid:p1@x">no</object>', inline],
    ['in a drawing', '<svg><image xlink:href="cid:p1@x"/></svg>', inline],
    ['in a cell without size', '<table><td style="font-size:0"><img src="cid:p1@x"></table>', inline],
    ['as small as a point', '<img src="cid:p1@x" width=1 height=1>', inline],
  ])('is no file beside when it was drawn %s', async (_how, html, part) => {
    const packed = await pack(mail(`<p>Scan:</p>${html}`, part))
    expect(packed.images).toBe(1)
    expect(packed.names).toEqual(['message.eml'])
    expect(packed.text).not.toContain('scan.png')
  })

  test.each([
    ['GIF', gifDrawing(3, 2, [{ width: 3, height: 2, pixels: [0, 1, 2, 2, 1, 0] }])],
    ['JPEG', jpegDrawing],
    ['WebP', webpDrawing],
    ['WebP with transparency', clearWebpDrawing],
  ])('is drawn when it is a %s, whatever it says it is', async (_kind, bytes) => {
    const packed = await pack(mail('<p>Scan:</p><img src="cid:p1@x">', { ...inline, bytes }))
    expect(packed.images).toBeGreaterThanOrEqual(1)
    expect(packed.names).toEqual(['message.eml'])
    expect(packed.text).not.toContain('scan.png')
  })

  test.each([
    ['a comment', '<!-- <img src="cid:p1@x"> -->'],
    ['a comment for Outlook', '<!--[if mso]><img src="cid:p1@x"><![endif]-->'],
    ['what is not displayed', '<div style="display:none"><img src="cid:p1@x"></div>'],
    ['an image not displayed', '<img src="cid:p1@x" style="display:none">'],
    ['a template', '<template><img src="cid:p1@x"></template>'],
    ['a style sheet', '<style>p { background: url(cid:p1@x) }</style>'],
    ['a background', '<div style="background-image:url(cid:p1@x);width:300px">over it</div>'],
    ['an old background', '<table background="cid:p1@x"><tr><td>over it</table>'],
    ['a link', '<a href="cid:p1@x">scan</a>'],
    ['words', '<p>see cid:p1@x for it</p>'],
    ['nothing', ''],
  ])('is a file and named in the list when it is named in %s only', async (_where, html) => {
    for (const part of [inline, attached, picture('X-Other: 1')]) {
      const packed = await pack(mail(`<p>Scan:</p>${html}`, part))
      expect(packed.images).toBe(0)
      expect(packed.names).toEqual(['message.eml', 'scan.png'])
      expect(packed.text).toContain('scan.png')
    }
  })

  test('stays a file when it was sent as one, although the text shows it', async () => {
    const packed = await pack(mail('<p>The scan:</p><img src="cid:p1@x">', attached))
    expect(packed).toMatchObject({ images: 1, names: ['message.eml', 'scan.png'] })
    expect(packed.text).toContain('scan.png')
  })

  test('stays a file when only the words are printed', async () => {
    const packed = await pack(mail('<p>The scan:</p><img src="cid:p1@x">', inline), { isTextOnly: true })
    expect(packed).toMatchObject({ images: 0, names: ['message.eml', 'scan.png'] })
  })

  test('stays a file when another of the same id was drawn', async () => {
    const other = { ...inline, head: inline.head.replaceAll('scan', 'other'), bytes: drawing(10, 10) }
    const packed = await pack(mail('<img src="cid:p1@x">', inline, other))
    expect(packed).toMatchObject({ images: 1, names: ['message.eml', 'other.png'] })
  })

  test('stays a file when it lies behind the last page', async () => {
    const packed = await pack(mail(`<p>${'word<br>'.repeat(40_000)}</p><img src="cid:p1@x">`, inline))
    expect(packed).toMatchObject({ images: 0, names: ['message.eml', 'scan.png'] })
  })

  test.each([
    ['a JPEG cut off', jpegDrawing.subarray(0, -40)],
    ['a GIF cut off', gifDrawing(2, 1, [{ width: 2, height: 1, pixels: [0, 1] }]).subarray(0, -4)],
    ['a WebP cut off', webpDrawing.subarray(0, -30)],
    ['cut off', drawing(200, 200).subarray(0, 120)],
    ['no image at all', Buffer.from('not an image')],
    ['empty', Buffer.alloc(0)],
    ['of a kind that is not drawn', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('stays a file when it is %s, which the reader is told', async (_what, bytes) => {
    const packed = await pack(mail('<p>Scan:</p><img src="cid:p1@x">', { ...inline, bytes }))
    expect(packed).toMatchObject({ images: 0, names: ['message.eml', 'scan.png'] })
    expect(packed.text.replaceAll(/\s+/g, ' ')).toContain('Not every image of this message can be shown here')
  })
})
