import { html, InsertionMode, Parser } from 'parse5'
import type { Token } from 'parse5'
import { bounds } from '../model/bounds.ts'
import { mailTree } from './mail-tree.ts'
import type { MailNode, MailRoot, MailTree } from './mail-tree.ts'

export interface ParsedHtml {
  readonly root: MailRoot
  /** Text that a title or the like would have swallowed, because nothing ends it: HTML again. */
  readonly rest: string | null
}

/**
 * HTML as browsers read it (HTML section 13.2), without script. Three things differ, none of which takes anything away:
 * tags of `select` are not looked at, because what stands in it would lose its own tags; a title, frame or template that
 * nobody closes hides nothing; and beyond a number of elements tags are passed over, but not the text between them.
 */
export function parseMail(source: string): ParsedHtml {
  const parser = new MailParser()
  parser.tokenizer.write(source, true)
  return { root: parser.document, rest: parser.rest }
}

const { TAG_ID } = html
const formatting = new Set([
  'a',
  'b',
  'big',
  'code',
  'em',
  'font',
  'i',
  'nobr',
  's',
  'small',
  'strike',
  'strong',
  'tt',
  'u',
])
/** The tokenizer must see these: tags in them are text. */
const rawText = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'])
const swallowing = new Set(['title', 'iframe', 'noembed', 'noframes'])

class MailParser extends Parser<MailTree> {
  rest: string | null = null
  readonly #made: { elements: number }

  constructor() {
    const made = { elements: 0 }
    const createElement: typeof mailTree.createElement = (...about) => {
      made.elements += 1
      return mailTree.createElement(...about)
    }
    super({ treeAdapter: { ...mailTree, createElement }, scriptingEnabled: false })
    this.#made = made
  }

  override onStartTag(token: Token.TagToken): void {
    if (token.tagName === 'select' || this.#isTooMuch(token.tagName)) return
    super.onStartTag(token)
  }

  override onEndTag(token: Token.TagToken): void {
    if (token.tagName === 'select') return super.onEndTag({ ...token, tagName: 'option', tagID: TAG_ID.OPTION })
    // These two make elements of their own where nothing is open.
    if ((token.tagName === 'p' || token.tagName === 'br') && this.#isTooMuch(token.tagName)) return
    super.onEndTag(token)
  }

  override onEof(token: Token.EOFToken): void {
    this.#openUp()
    super.onEof(token)
  }

  // Formatting is opened anew in every paragraph that follows: without a bound, n tags would make n times n elements.
  #isTooMuch(tag: string): boolean {
    if (rawText.has(tag)) return false
    return this.#made.elements > bounds.elements || (formatting.has(tag) && this.#hasMuchFormatting())
  }

  #hasMuchFormatting(): boolean {
    let count = 0
    for (let entry = this.activeFormattingElements.newest; entry !== null; entry = entry.older) {
      count += 1
      if (count >= bounds.openFormatting) return true
    }
    return false
  }

  #openUp(): void {
    const { current } = this.openElements
    if (this.insertionMode === InsertionMode.TEXT && current?.kind === 'element' && swallowing.has(current.tag)) {
      this.rest = textIn(current.first)
      current.first = null
      current.last = null
    }
    if (this.openElements.tmplCount === 0) return
    for (const item of this.openElements.items.slice(0, this.openElements.stackTop + 1)) {
      if (item?.kind !== 'element' || item.tag !== 'template' || item.content === null) continue
      item.first = item.content.first
      item.last = item.content.last
    }
  }
}

function textIn(first: MailNode | null): string {
  return first?.kind === 'text' ? first.text : ''
}
