import type { Page } from 'playwright-core'

/** What is seen of a document, text by text in its order. Runs in the browser. */
export function seenWords(): string {
  const isSeen = (node: Node): boolean => {
    const range = document.createRange()
    range.selectNodeContents(node)
    const areas = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
    if (areas.length === 0 || node.parentElement === null) return false
    const own = getComputedStyle(node.parentElement)
    if (own.visibility !== 'visible' || Number.parseFloat(own.fontSize) === 0) return false
    for (let element: Element | null = node.parentElement; element !== null; element = element.parentElement) {
      const style = getComputedStyle(element)
      const { width, height } = element.getBoundingClientRect()
      const isClipped = style.overflowY !== 'visible' && style.display !== 'inline' && (height === 0 || width === 0)
      if (Number(style.opacity) === 0 || isClipped) return false
    }
    return true
  }
  const texts: string[] = []
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (isSeen(node)) texts.push(node.textContent ?? '')
  return texts.join(' ')
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '')

/** A browser shows what stands in an object only after it has tried to load it. */
const comesLater = (html: string) => /<object/i.test(html)

async function shownLater(page: Page, html: string): Promise<string> {
  await page.setContent(html, { waitUntil: 'domcontentloaded' })
  return page.evaluate(seenWords)
}

/**
 * The words of each mail that somebody who opens it in a browser without script really sees, in the order of its text. As
 * many as possible in one visit to the browser: the way there takes longer than a mail.
 */
export async function visibleWords(page: Page, mails: readonly string[]): Promise<readonly (readonly string[])[]> {
  const show = `(html) => (document.open(), document.write(html), document.close(), (${seenWords.toString()})())`
  const atOnce = mails.filter((html) => !comesLater(html))
  const texts: string[] = await page.evaluate(`${JSON.stringify(atOnce)}.map(${show})`)
  const words: (readonly string[])[] = []
  for (const html of mails) words.push(wordsOf(comesLater(html) ? await shownLater(page, html) : (texts.shift() ?? '')))
  return words
}
