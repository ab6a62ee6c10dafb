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
    const placesOf = (text: Node, index: number) => {
      const range = document.createRange()
      range.setStart(text, index)
      range.setEnd(text, index + 1)
      return [...range.getClientRects()]
    }
    // A hyphen that the browser writes counts for the letters on both sides of it.
    const isBroken = (text: Node, { 0: word, index }: RegExpExecArray) => {
      const first = placesOf(text, index).at(-1)
      const last = placesOf(text, index + word.length - 1).at(0)
      return first !== undefined && last !== undefined && Math.abs(first.top - last.top) > 1
    }
    return [...document.querySelectorAll('button, h1, h2, h3')]
      .flatMap(textsOf)
      .flatMap((text) =>
        [...(text.textContent ?? '').matchAll(/[^\s\u00ad-]+/g)]
          .filter((word) => isBroken(text, word))
          .map(([word]) => word),
      )
  })
