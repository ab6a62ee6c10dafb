import { contentLimits } from './content-limits.ts'
import { readHeader, readPartHeader, type Header, type PartHeader } from './part-header.ts'
import { guessBoundary, splitMultipart } from './split-multipart.ts'

/** One part of a message. A container has children, a leaf a body, which is still encoded. */
export interface MimePart extends PartHeader {
  readonly body: Buffer
  readonly children: readonly MimePart[]
}

export interface MimeTree {
  readonly root: MimePart
  readonly header: Header
  /** False once a limit was passed: something of the message is not in the tree. */
  readonly isComplete: boolean
}

/** Takes a message apart without copying it. Malformed input is read as far as it goes, never refused. */
export function readMimeTree(content: Buffer): MimeTree {
  const state: ReadState = { partsLeft: contentLimits.maxParts, isComplete: true }
  const { block, body } = splitHeader(content)
  const root = readPart(state, { block, body }, { depth: 0, defaultType: 'text/plain' })
  return { root, header: readHeader(block, charsetOf(root)), isComplete: state.isComplete }
}

interface ReadState {
  partsLeft: number
  isComplete: boolean
}

interface RawPart {
  readonly block: Buffer
  readonly body: Buffer
}

interface Place {
  readonly depth: number
  readonly defaultType: string
}

function readPart(state: ReadState, { block, body }: RawPart, { depth, defaultType }: Place): MimePart {
  if (block.length > contentLimits.maxHeaderBytes) state.isComplete = false
  const header = readPartHeader(readHeader(block, ''), defaultType)
  if (!header.mediaType.startsWith('multipart/')) return { ...header, body, children: [] }
  if (depth >= contentLimits.maxDepth) {
    state.isComplete = false
    return { ...header, mediaType: 'application/octet-stream', body, children: [] }
  }
  const bodies = splitBody(body, header, state.partsLeft)
  // A container without parts is text that claims to be one.
  if (bodies.length === 0) return { ...header, mediaType: 'text/plain', body, children: [] }
  state.partsLeft -= bodies.length
  if (state.partsLeft <= 0) state.isComplete = false
  const childType = header.mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  const children = bodies.map((raw) => readPart(state, splitHeader(raw), { depth: depth + 1, defaultType: childType }))
  return { ...header, body: body.subarray(0, 0), children }
}

function splitBody(body: Buffer, { parameters }: PartHeader, maxParts: number): readonly Buffer[] {
  if (maxParts <= 0) return []
  const declared = (parameters.get('boundary') ?? '').trimEnd()
  const parts = declared === '' ? [] : splitMultipart(body, declared, maxParts)
  if (parts.length > 0) return parts
  const guessed = guessBoundary(body)
  return guessed === null ? [] : splitMultipart(body, guessed, maxParts)
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Header and body of a part. What does not begin like a field has no header at all. */
function splitHeader(raw: Buffer): RawPart {
  const none = raw.subarray(0, 0)
  if (raw[0] === lineFeed) return { block: none, body: raw.subarray(1) }
  if (raw[0] === carriageReturn && raw[1] === lineFeed) return { block: none, body: raw.subarray(2) }
  if (!/^(?:From |[!-9;-~]+[ \t]*:)/.test(raw.toString('latin1', 0, 200))) return { block: none, body: raw }
  for (let feed = raw.indexOf(lineFeed); feed !== -1; feed = raw.indexOf(lineFeed, feed + 1)) {
    const next = raw[feed + 1] === carriageReturn ? feed + 2 : feed + 1
    if (raw[next] === lineFeed) return { block: raw.subarray(0, feed + 1), body: raw.subarray(next + 1) }
  }
  return { block: raw, body: none }
}

/** The charset of the first text, which is likely that of raw letters in the header as well. */
function charsetOf(part: MimePart): string {
  if (part.children.length === 0)
    return part.mediaType.startsWith('text/') ? (part.parameters.get('charset') ?? '') : ''
  return part.children.map(charsetOf).find((charset) => charset !== '') ?? ''
}
