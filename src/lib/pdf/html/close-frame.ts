import type { Align, Block, TextStyle } from '../model/blocks.ts'
import { colours } from '../model/look.ts'
import type { Becoming, Frame } from './frames.ts'
import type { LinkNotes } from './link-notes.ts'
import type { ListDraft } from './list-labels.ts'
import type { StylePalette } from './style-palette.ts'

interface Closing {
  readonly parent: Frame
  readonly notes: LinkNotes
  readonly palette: StylePalette
}

/** Ends an element: what gathered in it goes into its parent. */
export function closeFrame(frame: Frame, closing: Closing): void {
  const { becomes } = frame
  if (frame.closing !== '') frame.container.addText(frame.closing, frame.style, frame)
  if (becomes.kind === 'link') closeLink(frame, becomes, closing)
  if (frame.kind === 'inline') return
  frame.container.endParagraph()
  const target = closing.parent.container
  if (frame.container !== target || becomes.kind === 'section') closeContainer(frame, becomes, closing)
  target.keepFree(frame.after)
}

function closeContainer(frame: Frame, becomes: Becoming, { parent }: Closing): void {
  const blocks = frame.container.finish()
  switch (becomes.kind) {
    case 'box':
      if (blocks.length > 0)
        parent.container.addBlock({
          kind: 'box',
          look: becomes.look,
          shade: null,
          blocks,
          direction: becomes.direction,
        })
      return
    case 'list':
      closeList(becomes, blocks, parent)
      return
    case 'item':
      takeLoose(parent, becomes.list)
      becomes.list.add(blocks, becomes.value)
      return
    case 'section':
      becomes.draft.endSection()
      return
    case 'cell':
      becomes.draft.addCell(frame.tag, blocks, frame)
      return
    case 'table':
      for (const block of blocks) parent.container.addBlock(block)
      parent.container.addBlock(becomes.draft.finish(becomes.direction, alignOf(frame)))
      return
    case 'caption':
      for (const block of blocks) parent.container.addBlock(block)
      return
    case 'nothing':
    case 'link':
  }
}

function closeList(list: Extract<Becoming, { kind: 'list' }>, loose: readonly Block[], parent: Frame): void {
  const { draft, direction } = list
  draft.addLoose(loose)
  const { start, items, labels } = draft
  if (items.length > 0) parent.container.addBlock({ kind: 'list', start, items, labels, direction })
}

// A table stands where its container puts text, or where it says itself.
function alignOf(frame: Frame): Align | null {
  const own = frame.attributes.get('align')
  if (own === 'center' || own === 'right' || own === 'left') return own
  const margin = `${frame.css.get('margin') ?? ''} ${frame.css.get('margin-left') ?? ''}`
  return margin.includes('auto') ? 'center' : frame.look.align
}

// Lists directly in lists, as editors write them, belong to the item before.
function takeLoose(parent: Frame, list: ListDraft): void {
  if (parent.becomes.kind !== 'list' || parent.becomes.draft !== list) return
  parent.container.endParagraph()
  list.addLoose(parent.container.blocks.splice(0))
}

// An address, or the number under which it stands at the end of the message.
function closeLink(frame: Frame, link: Extract<Becoming, { kind: 'link' }>, { parent, notes, palette }: Closing): void {
  if (link.shown.trim() === '') return
  const note = notes.noteFor(link.shown, link.address)
  if (note === null) return
  const quiet: TextStyle = {
    ...parent.style,
    colour: colours.soft,
    shade: null,
    isUnderlined: false,
    isBold: false,
    isMono: false,
  }
  const isNumber = note.kind === 'number'
  const style = palette.of({ ...quiet, shift: isNumber ? 'raised' : 'none' })
  frame.container.addText(isNumber ? `[${note.number}]` : ` (\u2066${note.text}\u2069)`, style, parent)
}
