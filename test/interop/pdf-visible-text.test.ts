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

interface Lost {
  readonly html: string
  readonly words: readonly string[]
}

async function lostFrom(mails: readonly string[]): Promise<readonly Lost[]> {
  const shown = await visibleWords(page, mails)
  return mails.flatMap((html, number) => {
    const printed = printedText(html)
    const words = shown[number] ?? []
    seen += words.length
    const lost = words.filter((word) => !printed.includes(word))
    return lost.length === 0 ? [] : [{ html, words: lost }]
  })
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
      expect(await lostFrom(htmlTags.map(shape))).toEqual([])
    },
  )

  test.each(['div', 'td', 'span', 'p', 'table', 'li', 'font'])(
    'with any style on %s and on what is in it',
    async (tag) => {
      expect(await lostFrom(styledMails(tag))).toEqual([])
      expect(seen).toBeGreaterThan(htmlTags.length)
    },
  )

  test('in any mixture of tags that are opened, closed and forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(htmlMixtures, async (source) => {
        expect(await lostFrom([source])).toEqual([])
      }),
      { numRuns: 400, seed: 20_261_129 },
    )
    expect(seen).toBeGreaterThan(1_000)
  })

  test('in every mail of the corpus', async () => {
    const options = { language: 'en', isTextOnly: false, timeZone: 'UTC' } as const
    const bodies = mailCorpus().flatMap(({ raw }) => {
      const { body } = readContent(raw, options).document
      return body.kind === 'html' ? [body.html] : []
    })
    expect(bodies.length).toBeGreaterThan(20)
    expect(await lostFrom(bodies)).toEqual([])
    expect(seen).toBeGreaterThan(htmlTags.length)
  })
})
