import { readHeader, readPartHeader, type Header, type PartHeader } from '../header/part-header.ts'
import { mimeLimits } from '../mime-limits.ts'
import { BodyDraft, type Holding } from './body-draft.ts'
import { beginsPart, isBoundaryLike, mayBeDelimiter, withoutTrailingSpace } from './boundary-lines.ts'
import { Container } from './container.ts'
import { beginsHeader, HeaderDraft } from './header-draft.ts'
import { LineScanner, type LinePiece } from './line-scanner.ts'
import type { MessagePart, MessageStructure } from './message-part.ts'

export interface ScannerOptions {
  /** How much of a leaf's body is kept; for a scanner of bytes that are at hand anyway: nothing. */
  readonly holdingOf: (header: PartHeader) => Holding
}

type Place =
  | { readonly kind: 'header'; readonly draft: HeaderDraft; readonly defaultType: string }
  | { readonly kind: 'leaf'; readonly header: PartHeader; readonly draft: BodyDraft }
  /** In front of the first part of the innermost container: perhaps a text that claims to be one. */
  | { readonly kind: 'preamble'; readonly draft: BodyDraft }
  | { readonly kind: 'between' }

/**
 * Takes a message apart while it passes by, in one pass and without holding more of it than `holdingOf` says. Malformed
 * input is read as far as it goes, never refused.
 */
export class StructureScanner {
  readonly #options: ScannerOptions
  readonly #lines = new LineScanner()
  readonly #open: Container[] = []
  #place: Place = { kind: 'header', draft: new HeaderDraft(0, mimeLimits.maxHeaderBytes), defaultType: 'text/plain' }
  #root: MessagePart | null = null
  #headerBlock: Uint8Array | null = null
  #partsSeen = 1
  #headersBytes = 0
  #heldBytes = 0
  #fedBytes = 0
  #isComplete = true
  #isStopped = false

  constructor(options: ScannerOptions) {
    this.#options = options
  }

  /** A limit was passed: the rest of the message need not be read. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  feed(chunk: Uint8Array): void {
    this.#fedBytes += chunk.length
    for (const piece of this.#lines.feed(chunk)) this.#take(piece)
  }

  end(): MessageStructure {
    for (const piece of this.#lines.end()) this.#take(piece)
    // A header that nothing follows, and a body that began inside one, are taken in turn until nothing is open.
    while (this.#place.kind === 'header' && !this.#isStopped) this.#endHeader(this.#fedBytes, null)
    this.#closePlace(this.#fedBytes)
    while (this.#open.length > 0) this.#closeContainer()
    const none = new Uint8Array(0)
    return {
      root: this.#root ?? emptyPart,
      headerBlock: this.#headerBlock ?? none,
      isComplete: this.#isComplete,
    }
  }

  #take(piece: LinePiece): void {
    if (this.#isStopped) return
    if (piece.startsLine && isBoundaryLike(piece.bytes) && this.#takeDelimiter(piece)) return
    switch (this.#place.kind) {
      case 'header':
        return this.#takeHeader(piece, this.#place)
      case 'leaf':
        return this.#takeBody(piece, this.#place.draft)
      case 'preamble':
        return this.#takePreamble(piece, this.#place.draft)
      case 'between':
        return undefined
    }
  }

  /** The innermost container that knows the line; what is open inside it ends without a closing line of its own. */
  #takeDelimiter(piece: LinePiece): boolean {
    const line = withoutTrailingSpace(piece.bytes)
    const index = this.#open.findLastIndex((container) => container.kindOf(line) !== 'none')
    const container = this.#open[index]
    if (container === undefined) return false
    if (this.#place.kind === 'header') this.#endHeader(piece.offset, null)
    if (this.#place.kind !== 'preamble' || this.#open.length - 1 > index) this.#closePlace(null)
    while (this.#open.length - 1 > index) this.#closeContainer()
    if (container.kindOf(line) === 'last') this.#closeContainer()
    else {
      container.beginPart(line)
      this.#beginPart(piece.offset + piece.bytes.length + 1, container)
    }
    return true
  }

  #beginPart(offset: number, container: Container): void {
    this.#partsSeen += 1
    this.#isStopped = this.#partsSeen > mimeLimits.maxParts
    if (this.#isStopped) this.#isComplete = false
    const room = Math.min(mimeLimits.maxHeaderBytes, mimeLimits.maxHeadersBytes - this.#headersBytes)
    this.#lines.skipping = null
    this.#place = { kind: 'header', draft: new HeaderDraft(offset, room), defaultType: container.childType }
  }

  #takeHeader(piece: LinePiece, { draft }: Place & { readonly kind: 'header' }): void {
    const line = draft.isEmpty && draft.start === 0 ? withoutByteOrderMark(piece) : piece
    const isBlank = line.startsLine && line.endsLine && isEmptyLine(line.bytes)
    if (isBlank) return this.#endHeader(line.offset + line.bytes.length + 1, line)
    if (draft.isEmpty && !beginsHeader(line.bytes)) {
      this.#endHeader(line.offset, null)
      return this.#take(line)
    }
    draft.add(line)
  }

  /** `blank` is the line that ended the header; it belongs to the body when that began before it. */
  #endHeader(bodyStart: number, blank: LinePiece | null): void {
    if (this.#place.kind !== 'header') return
    const { draft, defaultType } = this.#place
    const { block, body } = draft.finish()
    this.#headersBytes += draft.bytes
    if (draft.isCut) this.#isComplete = false
    this.#headerBlock ??= block
    const fields = readHeader(block, '')
    const header = readPartHeader(fields, defaultType)
    // In a digest, the message may begin at once, without an empty header of the part that holds it.
    const isMessageItself = defaultType === 'message/rfc822' && isMessage(fields)
    const replayed = isMessageItself ? draft.pieces : body
    this.#startBody(header, replayed[0]?.offset ?? bodyStart)
    if (replayed.length === 0) return
    for (const piece of replayed) this.#take(piece)
    if (blank !== null) this.#take(blank)
  }

  #startBody(header: PartHeader, start: number): void {
    const isContainer = header.mediaType.startsWith('multipart/')
    const isTooDeep = isContainer && this.#open.length >= mimeLimits.maxDepth
    if (isTooDeep) this.#isComplete = false
    if (isContainer && !isTooDeep) {
      this.#open.push(new Container(header, start))
      this.#place = { kind: 'preamble', draft: this.#draftFor(textOf(header), start) }
      return
    }
    const own = isTooDeep ? { ...header, mediaType: 'application/octet-stream' } : header
    this.#place = { kind: 'leaf', header: own, draft: this.#draftFor(own, start) }
    this.#lines.skipping = this.#place.draft.isFull ? this.#place.draft : null
  }

  #draftFor(header: PartHeader, start: number): BodyDraft {
    const { maxBytes, isBeginningKept } = this.#options.holdingOf(header)
    const room = Math.max(0, mimeLimits.maxHeldBytes - this.#heldBytes)
    return new BodyDraft(start, { maxBytes: Math.min(maxBytes, room), isBeginningKept })
  }

  #takeBody(piece: LinePiece, draft: BodyDraft): void {
    draft.take(piece)
    if (draft.isFull) this.#lines.skipping = draft
  }

  /** A boundary that was declared wrongly or not at all is known by the header that follows its first line. */
  #takePreamble(piece: LinePiece, draft: BodyDraft): void {
    const container = this.#open.at(-1)
    if (container === undefined) return
    if (container.isSuspecting && piece.startsLine && beginsPart(piece.bytes)) {
      container.confirm()
      this.#beginPart(piece.offset, container)
      return this.#take(piece)
    }
    const line = piece.startsLine && piece.endsLine ? withoutTrailingSpace(piece.bytes) : piece.bytes
    container.suspect(piece.startsLine && mayBeDelimiter(line) ? line : null, piece.offset)
    draft.take(piece)
  }

  /** Ends the leaf or the preamble that is being read; `end` is set where the message itself ends. */
  #closePlace(end: number | null): void {
    const place = this.#place
    this.#place = { kind: 'between' }
    this.#lines.skipping = null
    if (place.kind === 'leaf') this.#add(this.#finish(place.header, place.draft, end))
    // A container without parts is text that claims to be one.
    const container = place.kind === 'preamble' ? this.#open.pop() : undefined
    if (place.kind === 'preamble' && container !== undefined)
      this.#add({
        ...this.#finish(textOf(container.header), place.draft, end),
        claimedType: container.header.mediaType,
      })
  }

  #finish(header: PartHeader, draft: BodyDraft, end: number | null): MessagePart {
    if (end !== null) draft.end = Math.max(draft.start, end)
    this.#heldBytes += draft.heldBytes
    const { start } = draft
    const sizeBytes = draft.sizeIn(header.encoding)
    return { ...header, claimedType: '', start, end: draft.end, ...draft.finish(), sizeBytes, children: [] }
  }

  #closeContainer(): void {
    const container = this.#open.pop()
    if (container === undefined) return
    const { header, children } = container
    const none = new Uint8Array(0)
    this.#add({ ...header, claimedType: '', start: 0, end: 0, body: none, isWhole: true, sizeBytes: 0, children })
    this.#place = { kind: 'between' }
  }

  #add(part: MessagePart): void {
    const parent = this.#open.at(-1)
    if (parent === undefined) this.#root ??= part
    else parent.add(part)
  }
}

/** A message, not the header of a part that holds one. */
const isMessage = (fields: Header): boolean =>
  fields.first('content-type') === '' && ['from', 'subject', 'date', 'to'].some((name) => fields.first(name) !== '')

/** Some programs end lines with two carriage returns. */
const isEmptyLine = (line: Uint8Array): boolean => line.length <= 2 && line.every((byte) => byte === 0x0d)

function withoutByteOrderMark(piece: LinePiece): LinePiece {
  const isMarked = piece.offset === 0 && piece.bytes[0] === 0xef && piece.bytes[1] === 0xbb && piece.bytes[2] === 0xbf
  return isMarked ? { ...piece, bytes: piece.bytes.subarray(3), offset: 3 } : piece
}

const emptyPart: MessagePart = {
  mediaType: 'text/plain',
  claimedType: '',
  parameters: new Map(),
  disposition: 'none',
  fileName: '',
  contentId: '',
  contentLocation: '',
  encoding: 'identity',
  start: 0,
  end: 0,
  body: new Uint8Array(0),
  isWhole: true,
  sizeBytes: 0,
  children: [],
}

const textOf = (header: PartHeader): PartHeader => ({ ...header, mediaType: 'text/plain' })
