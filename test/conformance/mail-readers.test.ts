import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { addressLine } from '../../src/clients/mail-view/export-mail.ts'
import { eventRows } from '../../src/clients/mail-view/event-rows.ts'
import type { MailContent } from '../../src/clients/mail-view/mail-content.ts'
import { mailViewTexts } from '../../src/clients/mail-view/mail-view-texts.ts'
import { noticesOf } from '../../src/clients/mail-view/notices-of.ts'
import { openAttachment, type ParsedMail } from '../../src/clients/mail-view/parsed-mail.ts'
import { readForView } from '../../src/clients/mail-view/read-for-view.ts'
import { readMail } from '../../src/clients/mail-view/read-mail.ts'
import { readContent, type ReadContent } from '../../src/modules/secure/packaging/content/index.ts'
import { textOfHtml } from '../../src/lib/mime/content/text-of-html.ts'
import { launchBrowser } from '../harness/browser.ts'
import { htmlMixtures, htmlShapes, htmlTags } from '../harness/html-shapes.ts'
import { mailCorpus, sha256Of } from '../harness/mail-corpus.ts'
import { openPageReader } from '../harness/page-reader.ts'
import { printedText } from '../harness/printed-text.ts'

const corpus = mailCorpus()
const language = 'de'
const timeZone = 'Europe/Berlin'
const pageTexts = mailViewTexts(language)

/** As it comes over the network: in chunks that end anywhere. */
const arriving = (raw: Uint8Array, chunkBytes: number): MailContent => ({
  sizeBytes: raw.length,
  isAtHand: false,
  open: async () => {
    let at = 0
    return new ReadableStream({
      pull(controller) {
        if (at >= raw.length) return controller.close()
        controller.enqueue(Uint8Array.from(raw.subarray(at, at + chunkBytes)))
        at += chunkBytes
      },
    })
  },
})

/** What a surface shows of a message, in words that both have. */
interface Shown {
  readonly subject: string
  readonly from: string
  readonly to: string
  readonly copyTo: string
  readonly sentAt: string | null
  readonly date: string | null
  readonly body: { readonly kind: string; readonly text: string }
  readonly events: readonly string[]
  readonly notices: number
  readonly files: readonly ShownFile[]
}

interface ShownFile {
  readonly mediaType: string
  readonly isAttachment: boolean
  readonly sizeBytes: number
  readonly sha256: string
}

const inOrder = (files: readonly ShownFile[]): readonly ShownFile[] =>
  files.toSorted((one, other) => (one.sha256 + one.mediaType < other.sha256 + other.mediaType ? -1 : 1))

/** Where an encrypted block was, both say so in words of their own. */
const withoutBlockText = (text: string): string => text.replaceAll(/\[[^[\]]*encrypted-text\.asc\]/g, '[block]')
const withoutIsolates = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '')
/** A page lists the members of a group without its name. */
const withoutGroups = (text: string): string => text.replaceAll(/(?:^|(?<=, ))[^:<>,]*: ([^;]*);/g, '$1')

function onPaper(read: ReadContent): Shown {
  const { headers, body, notices } = read.document
  const row = (label: string): string => withoutIsolates(headers.find((header) => header.label === label)?.value ?? '')
  const known = new Set(['Von', 'An', 'Kopie', 'Datum', 'Betreff'])
  return {
    subject: row('Betreff'),
    from: withoutGroups(row('Von')),
    to: withoutGroups(row('An')),
    copyTo: withoutGroups(row('Kopie')),
    sentAt: read.sentAt?.toISOString() ?? null,
    date: read.sentAt === null && row('Datum') !== '' ? row('Datum') : null,
    body: { kind: body.kind, text: withoutBlockText(body.kind === 'html' ? body.html : body.text) },
    events: headers.filter(({ label }) => !known.has(label)).map(({ label, value }) => `${label}: ${value}`),
    notices: notices.length,
    files: inOrder(
      read.files.map((file) => ({
        mediaType: file.mediaType,
        isAttachment: file.isAttachment,
        sizeBytes: file.bytes.length,
        sha256: sha256Of(file.bytes),
      })),
    ),
  }
}

async function onPage(mail: ParsedMail): Promise<Shown> {
  const files = await Promise.all(
    mail.attachments.map(async (attachment) => ({
      mediaType: attachment.mediaType,
      isAttachment: attachment.isAttachment,
      sizeBytes: attachment.sizeBytes,
      sha256: sha256Of(new Uint8Array(await new Response(await openAttachment(attachment)).arrayBuffer())),
    })),
  )
  return {
    subject: mail.subject,
    from: addressLine(mail.from),
    to: addressLine(mail.to),
    copyTo: addressLine(mail.cc),
    sentAt: mail.sentAt,
    date: mail.writtenDate,
    body: {
      kind: mail.html === null ? 'text' : 'html',
      text: withoutBlockText(mail.html ?? mail.text ?? ''),
    },
    events: mail.events
      .flatMap((event) => eventRows(event, { language, timeZone }))
      .map(([label, value]) => `${label}: ${value}`),
    notices: noticesOf(mail, pageTexts).length,
    files: inOrder(files),
  }
}

const readBoth = async (raw: Uint8Array, chunkBytes: number): Promise<readonly [paper: Shown, page: Shown]> => [
  onPaper(readContent(raw, { language, timeZone, isTextOnly: false })),
  await onPage(await readMail(arriving(raw, chunkBytes), readForView)),
]

/** The PDF shows at most so many addresses of a field and says how many more there are. */
const maxPrintedAddresses = 200
const shortened = (shown: Shown): Shown => {
  const cut = (list: string): string =>
    list
      .replace(/ und \d+ weitere$/, '')
      .split(', ')
      .slice(0, maxPrintedAddresses)
      .join(', ')
  return { ...shown, to: cut(shown.to), copyTo: cut(shown.copyTo) }
}

describe('paper and page show the same', () => {
  test('the corpus is there', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(260)
  })

  test.each(corpus)('of $name', async ({ raw }) => {
    const [paper, page] = await readBoth(raw, 1_000)
    expect(shortened(page)).toEqual(shortened(paper))
  })

  test('however the message is cut into chunks on its way', async () => {
    for (const { raw } of corpus.filter((mail) => mail.raw.length < 3_000)) {
      const [, whole] = await readBoth(raw, raw.length + 1)
      for (const chunkBytes of [1, 7]) expect((await readBoth(raw, chunkBytes))[1]).toEqual(whole)
    }
  })

  test('and the names of what is offered are those in the ZIP', async () => {
    for (const { raw, files } of corpus) {
      const { attachments } = await readMail(arriving(raw, 10_000), readForView)
      expect(attachments.map(({ name }) => name)).toEqual(expect.arrayContaining(files.map(([name]) => name)))
    }
  })
})

describe('paper, page and plain words show the same of HTML', () => {
  let browser: Browser
  let page: Page
  let onScreen: (html: string) => Promise<readonly string[]>
  beforeAll(async () => {
    browser = await launchBrowser()
    page = await browser.newPage()
    await page.route('**', (route) => route.abort())
    onScreen = await openPageReader(page)
  })
  afterAll(() => browser.close())

  const wordsIn = (text: string): string => (text.match(/one|two|three|four/g) ?? []).toSorted().join(' ')
  const seen = async (html: string): Promise<string> => (await onScreen(html)).join('')
  /** Brackets around readings stand in plain words, and suggestions end at their own end tag only. */
  const ofTheTreeOnly = /<rp|<datalist>two<\/b>/

  test.each(htmlShapes.map((shape) => [shape('TAG'), shape] as const))(
    'of any element as in %s',
    async (_name, shape) => {
      const different: unknown[] = []
      for (const html of htmlTags.map(shape)) {
        const printed = wordsIn(printedText(html))
        const shown = wordsIn(await seen(html))
        const plain = ofTheTreeOnly.test(html) ? printed : wordsIn(textOfHtml(html))
        if (shown !== printed || plain !== printed) different.push({ html, shown, printed, plain })
      }
      expect(different).toEqual([])
    },
  )

  test.each([
    ['<noscript><p>Please read on.</p></noscript>', 'Pleasereadon.'],
    ['<svg><text>Fig. 1</text><title>no</title><foreignObject><p>inside</p></foreignObject></svg>', 'Fig.1inside'],
    ['<math><mfrac><mi>a</mi><mrow><mi>b</mi><mi>c</mi></mrow></mfrac><annotation>no</annotation></math>', 'a/(bc)'],
    ['<math><msqrt><mi>x</mi></msqrt><msubsup><mi>y</mi><mn>1</mn><mn>2</mn></msubsup></math>', '√(x)y_1^2'],
    ['<select><optgroup label=Group><option>a<option selected>b</select>', 'Group○a●b'],
    ['<input value=one><input type=checkbox checked>two<input type=hidden value=no>', 'one[x]two'],
    ['<textarea><b>typed</b></textarea><xmp><i>typed</xmp>', '<b>typed</b><i>typed'],
    ['<video src=x>Watch it elsewhere</video><audio>or listen</audio>', 'Watchitelsewhereorlisten'],
    ['<details><summary>More</summary>of it</details>', 'Moreofit'],
    ['<template>no</template><datalist><option>no</datalist><script>no</script><title>no</title>yes', 'yes'],
    ['<form><input name=getAttribute><input name=replaceWith><button name=remove>send</button></form>', 'send'],
    ['<img name=querySelector><object name=body>one</object><object id=body>two</object>', 'onetwo'],
  ])('of %s', async (html, expected) => {
    expect(await seen(html)).toBe(expected)
    expect(printedText(html).replaceAll(/[\u00a0\u2066-\u2069]/g, '')).toContain(expected.slice(0, 8))
  })

  test('of any mixture of tags that are opened, closed and forgotten', async () => {
    const words = (text: string): string => [...new Set(text.match(/word\d+\./g))].toSorted().join(' ')
    let compared = ''
    await fc.assert(
      fc.asyncProperty(htmlMixtures, async (mixture) => {
        // What a style hides is printed in doubt.
        const html = mixture.replaceAll(/ style="[^"]*"/g, '')
        const printed = words(printedText(html))
        expect(words(await seen(html))).toBe(printed)
        compared += printed
      }),
      { numRuns: 400, seed: 20_261_129 },
    )
    expect(compared.length).toBeGreaterThan(5_000)
  })

  test('of every mail of the corpus', async () => {
    const lost: unknown[] = []
    let looked = 0
    for (const { name, raw } of corpus) {
      const { body } = readContent(raw, { language, timeZone, isTextOnly: false }).document
      if (body.kind !== 'html') continue
      const printed = printedText(body.html)
      const words = (await onScreen(body.html)).filter((word) => !printed.includes(word))
      looked += 1
      if (words.length > 0) lost.push([name, words])
    }
    expect(looked).toBeGreaterThan(20)
    expect(lost).toEqual([])
  })
})
