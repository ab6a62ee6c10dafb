import type { Browser, Page } from 'playwright-core'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../harness/browser.ts'
import { hidingStyles, htmlMixtures, htmlShapes, htmlTags } from '../harness/html-shapes.ts'
import { mailCorpus } from '../harness/mail-corpus.ts'
import { printedText } from '../harness/printed-text.ts'
import { visibleWords } from '../harness/visible-words.ts'
import { readContent } from '../../src/modules/secure/packaging/content/index.ts'

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
    hidingStyles.flatMap((outer) =>
      contents.map(
        (content) => `${type}<p>before</p>${before}<${tag} style="${outer}">${content}</${tag}>${after}<p>after`,
      ),
    ),
  )
}

describe('what a browser shows of a mail is printed', () => {
  test.each(htmlShapes.map((shape) => [shape('TAG'), shape] as const))(
    'with any element as in %s',
    async (_name, shape) => {
      const lost: [string, readonly string[]][] = []
      for (const tag of htmlTags) {
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
      expect(seen).toBeGreaterThan(htmlTags.length)
    },
  )

  test('in any mixture of tags that are opened, closed and forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(htmlMixtures, async (source) => {
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
    expect(seen).toBeGreaterThan(htmlTags.length)
  })
})
