import { Tokenizer, TokenizerMode } from 'parse5'
import type { Token } from 'parse5'
import type { ImageStore } from '../images/image-store.ts'
import type { Block } from '../model/blocks.ts'
import { bounds } from '../model/bounds.ts'
import { BlockBuilder } from './block-builder.ts'
import { rawText } from './elements.ts'
import { LinkNotes } from './link-notes.ts'
import { settleBlocks } from './settle-blocks.ts'
import { StylePalette } from './style-palette.ts'

export interface HtmlBlocks {
  readonly blocks: readonly Block[]
  /** Addresses that the text names by number, in that order. */
  readonly addresses: readonly string[]
}

/** An HTML body as blocks. Scripts, style sheets, forms and everything remote are left out; nothing is fetched. */
export function htmlBlocks(source: string, images: ImageStore): HtmlBlocks {
  const notes = new LinkNotes()
  const builder = new BlockBuilder({ images, notes })
  tokenize(source, builder)
  return { blocks: settleBlocks(builder.finish(), new StylePalette()), addresses: notes.addresses }
}

function tokenize(source: string, builder: BlockBuilder): void {
  let skipping: string | null = null
  const text = ({ chars }: { chars: string }): void => {
    if (skipping === null) builder.text(chars)
  }
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag: (token) => {
        const tag = token.tagName
        if (rawText.has(tag)) {
          skipping = tag
          tokenizer.state = modeFor(tag)
          return
        }
        if (skipping === null) builder.startTag(tag, attributesOf(token))
      },
      onEndTag: ({ tagName }) => {
        if (skipping === null) builder.endTag(tagName)
        if (skipping === tagName) skipping = null
      },
      onCharacter: text,
      onWhitespaceCharacter: text,
      onNullCharacter: () => {},
      onComment: () => {},
      onDoctype: () => {},
      onEof: () => {},
      onParseError: null,
    },
  )
  tokenizer.write(source, true)
}

// HTML section 13.2.6.2: inside these, tags are text until the own end tag.
function modeFor(tag: string): Tokenizer['state'] {
  if (tag === 'script') return TokenizerMode.SCRIPT_DATA
  if (tag === 'title' || tag === 'textarea') return TokenizerMode.RCDATA
  return tag === 'plaintext' ? TokenizerMode.PLAINTEXT : TokenizerMode.RAWTEXT
}

const known = new Set([
  'style',
  'href',
  'src',
  'alt',
  'width',
  'height',
  'align',
  'valign',
  'dir',
  'color',
  'size',
  'bgcolor',
  'border',
  'colspan',
  'rowspan',
  'start',
  'role',
  'hidden',
])

function attributesOf(token: Token.TagToken): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const { name, value } of token.attrs) {
    if (known.has(name)) attributes.set(name, name === 'src' ? value : value.slice(0, bounds.attributeCharacters))
  }
  return attributes
}
