import { joinBytes } from '../../bytes/index.ts'
import type { LinePiece } from './line-scanner.ts'

const latin1 = new TextDecoder('latin1')
const startOf = (bytes: Uint8Array): string => latin1.decode(bytes.subarray(0, 200))

const field = /^[!-9;-~]+[ \t]*:/
const fold = /^[ \t]/
const mailboxLine = /^>?From /
/** Fields that a header goes on with behind a damaged line; "Note: …" in a text is none of them. */
const knownField =
  /^(?:(?:content|x|list|arc|thread|resent|dkim|authentication)-[\w-]+|mime-version|subject|from|to|b?cc|date|message-id|received|reply-to|return-path|references|in-reply-to|sender|user-agent|importance|priority|delivered-to|auto-submitted|organi[sz]ation)[ \t]*:/i

/** Whether a part, or a message, that begins with this line has a header at all. */
export const beginsHeader = (line: Uint8Array): boolean => {
  const start = startOf(line)
  return field.test(start) || mailboxLine.test(start)
}

/** The lines of a header while they come in. */
export class HeaderDraft {
  readonly start: number
  readonly #maxBytes: number
  readonly #pieces: LinePiece[] = []
  #bytes = 0
  #isCut = false

  constructor(start: number, maxBytes: number) {
    this.start = start
    this.#maxBytes = maxBytes
  }

  get isCut(): boolean {
    return this.#isCut
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0
  }

  get bytes(): number {
    return this.#bytes
  }

  get pieces(): readonly LinePiece[] {
    return this.#pieces
  }

  add(piece: LinePiece): void {
    if (this.#isCut) return
    const room = this.#maxBytes - this.#bytes
    this.#isCut = piece.bytes.length + 1 > room
    const bytes = piece.bytes.slice(0, room)
    this.#bytes += Math.min(room, bytes.length + 1)
    this.#pieces.push({ ...piece, bytes })
  }

  /**
   * The header block, and the lines that are none of it: a body which began without an empty line before it. A damaged
   * line in the middle of a header ends nothing.
   */
  finish(): { readonly block: Uint8Array; readonly body: readonly LinePiece[] } {
    const cut = this.#isCut ? -1 : this.#bodyIndex()
    const own = cut === -1 ? this.#pieces : this.#pieces.slice(0, cut)
    const block = joinBytes(own.flatMap(({ bytes, endsLine }) => (endsLine ? [bytes, lineEnd] : [bytes])))
    return { block, body: cut === -1 ? [] : this.#pieces.slice(cut) }
  }

  #bodyIndex(): number {
    const first = this.#pieces.findIndex(({ bytes, startsLine }) => startsLine && !isHeaderLine(bytes))
    const line = this.#pieces[first]
    if (line === undefined) return -1
    const isDelimiter = startOf(line.bytes).startsWith('--')
    const goesOn = this.#pieces.slice(first + 1).some(({ bytes }) => knownField.test(startOf(bytes)))
    return goesOn && !isDelimiter ? -1 : first
  }
}

const lineEnd = Uint8Array.of(0x0a)

function isHeaderLine(line: Uint8Array): boolean {
  const start = startOf(line)
  return field.test(start) || fold.test(start) || mailboxLine.test(start)
}
