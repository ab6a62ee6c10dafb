import type { Page } from 'playwright-core'

/** Words of buttons and headings that go on in the next line without a hyphen, as "Downloa d". */
export const brokenWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const textsOf = (element: Element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      const texts: Node[] = []
      while (walker.nextNode() !== null) texts.push(walker.currentNode)
      return texts
    }
    const isBroken = (text: Node, { 0: word, index }: RegExpExecArray) => {
      const range = document.createRange()
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1
    }
    return [...document.querySelectorAll('button, h1, h2, h3')]
      .flatMap(textsOf)
      .flatMap((text) =>
        [...(text.textContent ?? '').matchAll(/[^\s\u00ad-]+/g)]
          .filter((word) => isBroken(text, word))
          .map(([word]) => word),
      )
  })
