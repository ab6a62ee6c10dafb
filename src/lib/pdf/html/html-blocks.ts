import { html } from 'parse5'
import type { ImageStore } from '../images/image-store.ts'
import type { Block } from '../model/blocks.ts'
import { BlockBuilder } from './block-builder.ts'
import { LinkNotes } from './link-notes.ts'
import { parseMail } from './mail-parser.ts'
import type { MailNode, MailParent, MailRoot } from './mail-tree.ts'
import { settleBlocks } from './settle-blocks.ts'
import { StylePalette } from './style-palette.ts'

export interface HtmlBlocks {
  readonly blocks: readonly Block[]
  /** Addresses that the text names by number, in that order. */
  readonly addresses: readonly string[]
}

/**
 * An HTML body as blocks: everything that a browser without script would show, in its order. Style sheets and everything
 * remote are left out; nothing is fetched.
 */
export function htmlBlocks(source: string, images: ImageStore): HtmlBlocks {
  const notes = new LinkNotes()
  const builder = new BlockBuilder({ images, notes })
  const root = parseMail(source)
  builder.isQuirks = root.mode === html.DOCUMENT_MODE.QUIRKS
  walk(root, builder)
  return { blocks: settleBlocks(builder.finish(), new StylePalette()), addresses: notes.addresses }
}

/** Every node once, in the order of the text. Not by recursion: trees of hostile mails are as deep as they are long. */
function walk(root: MailRoot, builder: BlockBuilder): void {
  let node = root.first
  while (node !== null) {
    const isEntered = enter(node, builder)
    if (node.kind === 'element' && isEntered && node.first !== null) {
      node = node.first
      continue
    }
    if (isEntered) builder.close()
    node = nextOf(node, builder)
  }
}

function enter(node: MailNode, builder: BlockBuilder): boolean {
  if (node.kind === 'text') builder.text(node.text)
  return node.kind === 'element' && builder.open(node)
}

// The next node after one whose content is done: elements that end with it are closed on the way.
function nextOf(node: MailNode, builder: BlockBuilder): MailNode | null {
  let done: MailNode = node
  while (done.next === null) {
    // The content of a template hangs on a root of its own.
    const parent: MailParent | null = done.parent?.kind === 'root' ? done.parent.parent : done.parent
    if (parent?.kind !== 'element') return null
    builder.close()
    done = parent
  }
  return done.next
}
