import { decodeUtf8 } from '../bytes/index.ts'
import { parseAddressList } from './address-list.ts'
import { cutAddressList, type ListPiece } from './cut-address-list.ts'

/** What happens to one piece of an address field. */
export interface PieceEditor {
  /** Whether the mailbox goes, with its name and comments. */
  readonly isRemoved: (address: string) => boolean
  /** The same for a piece that is no well-formed mailbox; given as written, as Latin-1 characters. */
  readonly isRemovedText: (text: string) => boolean
  /** A piece that stays, as written, with its address if it is a mailbox; gives it back, changed or not. */
  readonly rewrite: (text: string, address: string | null) => string
}

export interface EditedList {
  /** Byte for byte as it was, when nothing was removed or rewritten. */
  readonly value: string
  /** Nothing but white space is left, and something was removed. */
  readonly isEmpty: boolean
}

/**
 * Edits the value of an address field: folded, with groups, comments, quoted and encoded names, whatever stays stays
 * exactly as written. The value comes as Latin-1 characters, one for each byte. A group that loses all its members stays as an
 * empty one.
 */
export function editAddressList(value: string, editor: PieceEditor): EditedList {
  const pieces = cutAddressList(value)
  const kept = pieces.map((piece) => editPiece(piece, editor))
  const isRemoved = kept.includes(null)
  const isEmpty = isRemoved && kept.every((text, index) => isBlank(text) && pieces[index]?.end !== ':')
  return { value: isRemoved ? joinKept(pieces, kept) : joinAll(pieces, kept), isEmpty }
}

const isBlank = (text: string | null): boolean => text === null || /^[ \t\r\n]*$/.test(text)

/** Null for a piece that goes. The name of a group is never touched. */
function editPiece(piece: ListPiece, { isRemoved, isRemovedText, rewrite }: PieceEditor): string | null {
  if (piece.end === ':' || isBlank(piece.text)) return piece.text
  const address = mailboxIn(piece.text)
  const goes = address === null ? isRemovedText(piece.text) : isRemoved(address)
  return goes ? null : rewrite(piece.text, address)
}

function mailboxIn(text: string): string | null {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  const [entry, ...others] = parseAddressList((decodeUtf8(bytes) ?? text).replace(/\r?\n(?=[ \t])/g, '').trim()) ?? []
  return entry?.kind === 'mailbox' && others.length === 0 ? entry.address : null
}

function joinAll(pieces: readonly ListPiece[], kept: readonly (string | null)[]): string {
  return pieces.map(({ end }, index) => `${kept[index] ?? ''}${end}`).join('')
}

/** With a piece goes one comma; the piece that comes first now begins as the first one did. */
function joinKept(pieces: readonly ListPiece[], kept: readonly (string | null)[]): string {
  let joined = ''
  let pending = ''
  let lead: string | null = null
  for (const [index, { text: written, end }] of pieces.entries()) {
    const text = kept[index] ?? null
    if (text === null) {
      lead ??= joined === '' || /[:;]$/.test(joined) ? leadOf(written) : null
    } else {
      joined += pending + (lead === null ? text : lead + text.slice(leadOf(text).length))
      pending = ''
      lead = null
    }
    if (end === ',') pending = text === null ? pending : ','
    else {
      joined += end
      pending = ''
      lead = null
    }
  }
  return joined
}

const leadOf = (text: string): string => /^[ \t\r\n]*/.exec(text)?.[0] ?? ''
