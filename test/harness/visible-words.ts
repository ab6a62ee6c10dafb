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

/** The words of a mail that somebody who opens it in a browser without script really sees, in the order of its text. */
export async function visibleWords(page: Page, html: string): Promise<readonly string[]> {
  await page.setContent(html, { waitUntil: 'domcontentloaded' })
  const text = await page.evaluate(seenWords)
  return text.split(/\s+/).filter((word) => word !== '')
}
