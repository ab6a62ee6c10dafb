import { Parser } from 'parse5'
import type { Token } from 'parse5'
import { settleTags } from '../../mail-html/index.ts'
import { bounds } from '../model/bounds.ts'
import { mailTree } from './mail-tree.ts'
import type { MailRoot, MailTree } from './mail-tree.ts'

/**
 * HTML as browsers read it (HTML section 13.2), without script. Two things differ, neither of which takes anything away:
 * tags in which a parser would lose text are settled before (`lib/mail-html`), and beyond a number of elements tags are
 * passed over, but not the text between them.
 */
export function parseMail(source: string): MailRoot {
  const parser = new MailParser()
  parser.tokenizer.write(settleTags(source), true)
  return parser.document
}

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
const rawText = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'plaintext'])

class MailParser extends Parser<MailTree> {
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
    if (!this.#isTooMuch(token.tagName)) super.onStartTag(token)
  }

  override onEndTag(token: Token.TagToken): void {
    // These two make elements of their own where nothing is open.
    if ((token.tagName === 'p' || token.tagName === 'br') && this.#isTooMuch(token.tagName)) return
    super.onEndTag(token)
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
}
