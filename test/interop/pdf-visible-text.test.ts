import type { Browser, Page } from 'playwright-core'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { htmlBlocks } from '../../src/lib/pdf/html/html-blocks.ts'
import type { Block, Inline } from '../../src/lib/pdf/model/blocks.ts'
import { launchBrowser } from '../harness/browser.ts'
import { mailCorpus } from '../harness/mail-corpus.ts'
import { noImages } from '../harness/pdf-tools.ts'
import { visibleWords } from '../harness/visible-words.ts'
import { readContent } from '../../src/modules/packaging/content/index.ts'

// The guard of a promise: whatever a browser shows of a mail stands in its PDF as well.
let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
  const context = await browser.newContext({ javaScriptEnabled: false })
  page = await context.newPage()
  await page.route('**', (route) => route.abort())
})
afterAll(() => browser.close())

function printedText(html: string): string {
  const { blocks } = htmlBlocks(
    html,
    noImages((name) => name),
  )
  return textOf(blocks).replaceAll(/\s+/g, '')
}

function textOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return block.inlines.map(inlineText).join('')
        case 'list':
          return block.items.map(textOf).join(' ')
        case 'box':
          return textOf(block.blocks)
        case 'table':
          return block.rows.map(({ cells }) => cells.map((cell) => textOf(cell.blocks)).join(' ')).join(' ')
        case 'rule':
          return ''
      }
    })
    .join(' ')
}

const inlineText = (inline: Inline): string => (inline.kind === 'text' ? inline.text : ' ')

let seen = 0
beforeEach(() => {
  seen = 0
})

async function lostWords(html: string): Promise<readonly string[]> {
  const printed = printedText(html)
  const words = await visibleWords(page, html)
  seen += words.length
  return words.filter((word) => !printed.includes(word))
}

const tags = (
  'html head body map svg math object select textarea xmp title noscript template iframe video audio canvas table tbody ' +
  'tr td th caption colgroup col a b i u s font big small code center form fieldset legend button label details summary ' +
  'dialog ul ol li dl dt dd pre listing blockquote q span div p h1 h6 marquee nobr ruby rt rp rb frameset frame noframes ' +
  'noembed applet embed picture figure figcaption menu dir optgroup option datalist plaintext o:p v:roundrect section ' +
  'main hgroup search slot portal unknown-one image isindex keygen area param source track meter progress output bdo bdi'
).split(' ')

const shapes: readonly ((tag: string) => string)[] = [
  (tag) => `<p>one <${tag}>two<p>three</p>four`,
  (tag) => `<${tag}>one</${tag}> two<div>three`,
  (tag) => `<table><tr><td>one <${tag}>two</td><td>three</td></tr></table>four`,
  (tag) => `<table><${tag}>one<tr><td>two</td></tr></table>three`,
  (tag) => `<head><${tag}></head><body>one<p>two`,
  (tag) => `<svg><${tag}>one</svg><p>two</p>three`,
  (tag) => `<svg><text y=20>one <${tag}>two</text></svg><p>three`,
  (tag) => `<math><${tag}><mi>one</mi></math><p>two`,
  (tag) => `<b>one<${tag}>two</b>three</${tag}>four`,
  (tag) => `<a href="https://a.example/"><${tag}>one<a href="https://b.example/">two</a>three`,
  (tag) => `<${tag}/>one<br/>two`,
  (tag) => `</${tag}>one<p>two</${tag}>three`,
]

const styles: readonly string[] = [
  'font-size:0',
  'font-size:0px;line-height:0px',
  'font:0/0 a',
  'visibility:hidden',
  'visibility:collapse',
  'opacity:0',
  'mso-hide:all',
  'max-height:0',
  'max-height:0;overflow:hidden',
  'height:0;overflow:hidden;padding-top:40px',
  'max-width:0;overflow:hidden',
  'width:0;overflow:hidden',
  'display:none;display:block',
  'display:block!important;display:none',
  'display:contents',
  'line-height:0',
  'color:#fff;background:#fff',
  'text-indent:0;letter-spacing:0',
  'font-size:5%',
  'display:table-cell;font-size:0',
]
const inner: readonly string[] = [
  'font-size:14px',
  'font-size:1em',
  'font-size:1rem',
  'visibility:visible',
  'font:13px a',
  '',
]

function styledMails(tag: string): readonly string[] {
  const [before, after] = tag === 'td' ? ['<table><tr>', '</table>'] : ['', '']
  const contents = inner.map(
    (own) =>
      `bare <span style="${own}">inline</span><div style="${own}">block</div><table><td style="${own}">cell</table>`,
  )
  return ['', '<!doctype html>'].flatMap((type) =>
    styles.flatMap((outer) =>
      contents.map(
        (content) => `${type}<p>before</p>${before}<${tag} style="${outer}">${content}</${tag}>${after}<p>after`,
      ),
    ),
  )
}

describe('what a browser shows of a mail is printed', () => {
  test.each(shapes.map((shape) => [shape('TAG'), shape] as const))(
    'with any element as in %s',
    async (_name, shape) => {
      const lost: [string, readonly string[]][] = []
      for (const tag of tags) {
        const words = await lostWords(shape(tag))
        if (words.length > 0) lost.push([shape(tag), words])
      }
      expect(lost).toEqual([])
    },
  )

  test.each(['div', 'td', 'span', 'p', 'table', 'li', 'font'])(
    'with any style on %s and on what is in it',
    async (tag) => {
      const lost: [string, readonly string[]][] = []
      for (const html of styledMails(tag)) {
        const words = await lostWords(html)
        if (words.length > 0) lost.push([html, words])
      }
      expect(lost).toEqual([])
      expect(seen).toBeGreaterThan(tags.length)
    },
  )

  test('in any mixture of tags that are opened, closed and forgotten', async () => {
    const part = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...tags).map((tag) => `<${tag}>`) },
      { weight: 2, arbitrary: fc.constantFrom(...tags).map((tag) => `</${tag}>`) },
      { weight: 1, arbitrary: fc.constantFrom(...styles).map((style) => `<div style="${style}">`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('<!--[if mso]>no<![endif]-->', '<![if !mso]>', '<!-- x -->', '<!doctype html>'),
      },
      { weight: 4, arbitrary: fc.constant('WORD') },
    )
    const html = fc.array(part, { minLength: 5, maxLength: 40 }).map((parts) => {
      let count = 0
      return parts.map((one) => (one === 'WORD' ? ` word${(count += 1)}. ` : one)).join('')
    })
    await fc.assert(
      fc.asyncProperty(html, async (source) => {
        expect(await lostWords(source)).toEqual([])
      }),
      { numRuns: 400, seed: 20_261_129 },
    )
    expect(seen).toBeGreaterThan(1_000)
  })

  test('in every mail of the corpus', async () => {
    const options = { language: 'en', isTextOnly: false, timeZone: 'UTC' } as const
    const bodies = mailCorpus().map(({ name, raw }) => ({ name, body: readContent(raw, options).document.body }))
    const lost: [string, readonly string[]][] = []
    let looked = 0
    for (const { name, body } of bodies) {
      if (body.kind !== 'html') continue
      looked += 1
      const words = await lostWords(body.html)
      if (words.length > 0) lost.push([name, words])
    }
    expect(looked).toBeGreaterThan(20)
    expect(lost).toEqual([])
    expect(seen).toBeGreaterThan(tags.length)
  })
})
