import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserForFile } from '../harness/browser.ts'
import { findBarriers } from '../harness/axe.ts'
import { longMail, longMailLines, wideMail } from '../harness/portal-mails.ts'
import { portalVisits, type PortalVisit } from '../harness/portal-visit.ts'
import { requireProgram } from '../harness/programs.ts'

/** The opened message on paper, on a small phone, and in colours that the reader's system decides. */
const pdfToText = requireProgram('pdftotext')
const visitPortal = portalVisits(browserForFile())
let visit: PortalVisit
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-paper-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Word {
  readonly page: number
  readonly text: string
  readonly top: number
  readonly bottom: number
}

/** The words on paper with their places, in points from the upper edge. */
async function printed(): Promise<readonly Word[]> {
  const file = join(folder, 'page.pdf')
  await writeFile(file, await visit.page.pdf({ format: 'A4' }))
  const boxes = execFileSync(pdfToText, ['-bbox', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 })
  return boxes.split('<page ').flatMap((text, page) =>
    [...text.matchAll(/<word xMin="[^"]+" yMin="([^"]+)" xMax="[^"]+" yMax="([^"]+)">([^<]*)</g)].map((match) => ({
      page,
      top: Number(match[1]),
      bottom: Number(match[2]),
      text: match[3] ?? '',
    })),
  )
}

const paperHeight = 842

describe('a long message on paper', () => {
  test.each(['en-GB', 'de-DE'])('has every line whole, once and with nothing on top of it (%s)', async (locale) => {
    visit = await visitPortal({
      message: longMail,
      browser: { locale, viewport: { width: 1280, height: 800 } },
    })
    await visit.openMessage()
    await visit.page.frameLocator('iframe').getByText(`end-${longMailLines}.`).waitFor()
    const words = await printed()
    expect(words.at(-1)?.page).toBeGreaterThan(2)
    const lines = words.filter(({ text }) => /^(?:line-\d+-begins|end-\d+\.)$/.test(text))
    expect(lines.map(({ text }) => text)).toEqual(
      Array.from({ length: longMailLines }, (_, index) => [`line-${index + 1}-begins`, `end-${index + 1}.`]).flat(),
    )
    for (const line of lines) expect(line.top > 0 && line.bottom < paperHeight).toBe(true)
    const others = words.filter(({ text }) => /^(?:page|Seite|Antworten|Reply|Lock|sperren)$/.test(text))
    expect(others).toEqual([])
    const starts = lines.filter(({ text }) => text.startsWith('line-'))
    for (const [index, line] of starts.entries()) {
      const next = starts[index + 1]
      if (next?.page === line.page) expect(next.top).toBeGreaterThanOrEqual(line.bottom - 1)
    }
  })

  test('is dark on white, whatever the screen is', async () => {
    visit = await visitPortal({ message: longMail, browser: { colorScheme: 'dark' } })
    await visit.openMessage()
    const brightness = () =>
      visit.page.locator('h1').evaluate((heading) => {
        const [red = 0, green = 0, blue = 0] = getComputedStyle(heading).color.match(/\d+/g)?.map(Number) ?? []
        return (red + green + blue) / 3
      })
    expect(await brightness()).toBeGreaterThan(200)
    await visit.page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await brightness()).toBeLessThan(60)
  })

  test('is on the screen once: what is for paper takes no room and cannot be reached', async () => {
    visit = await visitPortal({ message: longMail })
    await visit.openMessage()
    expect(await visit.page.locator('iframe').isVisible()).toBe(true)
    const text = await visit.page.locator('article').evaluate((article: HTMLElement) => article.innerText)
    expect(text).not.toContain('line-1-begins')
  })
})

describe('a phone of 320 px', () => {
  test('scrolls a wide table in itself, with whole words, and the page not at all', async () => {
    visit = await visitPortal({ message: wideMail, browser: { viewport: { width: 320, height: 640 } } })
    await visit.openMessage()
    const frame = visit.page.frameLocator('iframe')
    await frame.getByText('Below').waitFor()
    const table = frame.locator('table')
    const measured = await table.evaluate((element) => {
      const cells = [...element.querySelectorAll('td')]
      const lines = cells.map((cell) => {
        const range = cell.ownerDocument.createRange()
        range.selectNodeContents(cell)
        return range.getClientRects().length
      })
      const box = element.parentElement
      return { lines, scrolls: (box?.scrollWidth ?? 0) > (box?.clientWidth ?? 0), reachable: box?.tabIndex }
    })
    expect(measured).toEqual({ lines: [1, 1, 1], scrolls: true, reachable: 0 })
    const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    expect(await findBarriers(visit.page)).toEqual([])
  })

  test.each([
    ['en-GB', ['Reply', 'Lock page']],
    ['de-DE', ['Antworten', 'Seite sperren']],
  ])('has its fixed bar in one row, with the words of each button on one line (%s)', async (locale, names) => {
    visit = await visitPortal({ browser: { locale, viewport: { width: 320, height: 640 } } })
    await visit.openMessage()
    const buttons = names.map((name) => visit.page.getByRole('button', { name, exact: true }))
    const seen = await Promise.all(
      buttons.map((button) =>
        button.evaluate((element) => {
          const words = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
          const range = element.ownerDocument.createRange()
          let lines = 0
          while (words.nextNode()) {
            range.selectNodeContents(words.currentNode)
            lines += range.getClientRects().length
          }
          return { lines, top: Math.round(element.getBoundingClientRect().top) }
        }),
      ),
    )
    expect(seen.map(({ lines }) => lines)).toEqual([1, 1])
    expect(new Set(seen.map(({ top }) => top)).size).toBe(1)
  })

  test('shows nothing of images that are not to be seen, asks nothing about them, and loads none', async () => {
    visit = await visitPortal({ message: wideMail })
    await visit.openMessage()
    const frame = visit.page.frameLocator('iframe')
    await frame.getByAltText('kept').waitFor()
    await expect.poll(() => frame.locator('img').count()).toBe(1)
    expect(await visit.page.getByRole('button', { name: 'Show images' }).count()).toBe(0)
    expect(visit.foreign).toEqual([])
  })
})

describe('colours of the system', () => {
  test.each(['de-DE', 'en-GB'])('leave a line in the colour of choice around what is focused (%s)', async (locale) => {
    visit = await visitPortal({ browser: { locale, forcedColors: 'active' } })
    await visit.open()
    await visit.page.getByRole('button', { name: /^(Request code|Code anfordern)$/ }).click()
    const field = visit.page.getByRole('textbox', { name: 'Code' })
    await field.waitFor()
    const { outline, chosen } = await field.evaluate((element) => {
      element.focus()
      const probe = document.body.appendChild(document.createElement('i'))
      probe.style.color = 'Highlight'
      const { outlineStyle, outlineWidth, outlineOffset, outlineColor } = getComputedStyle(
        element.parentElement ?? element,
      )
      return {
        outline: [outlineStyle, outlineWidth, outlineOffset, outlineColor],
        chosen: getComputedStyle(probe).color,
      }
    })
    // Around the whole field, beside the edge, which has the colour of text there.
    expect(outline).toEqual(['solid', '3px', '2px', chosen])
  })
})
