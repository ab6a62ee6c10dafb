import { decodeWords } from '../../../lib/mime-headers/index.ts'
import { contentLimits } from './content-limits.ts'
import { decodeText } from './decode-text.ts'
import { decodeTransfer } from './decode-transfer.ts'
import { fallbackName, nestedMessageName } from './file-names.ts'
import { readMimeTree, type MimePart } from './mime-tree.ts'
import { takePgpBlocks } from './pgp-blocks.ts'
import { readSignedContent } from './signed-content.ts'
import { readTnef } from './tnef/index.ts'
import { unflowText } from './unflow-text.ts'

export interface BodyPiece {
  readonly kind: 'html' | 'text'
  readonly text: string
}

/** A part that stands beside message.eml, decoded. The name is the sender's, or one made from the type. */
export interface FoundFile {
  readonly name: string
  readonly mediaType: string
  readonly contentId: string
  readonly isAttachment: boolean
  readonly bytes: Uint8Array
}

/** What the tree holds, in the order of the message, before anything is decided about layout. */
export interface Gathered {
  readonly pieces: BodyPiece[]
  readonly files: FoundFile[]
  readonly calendars: string[]
  isEncryptedInside: boolean
  isWinmailUnread: boolean
  isComplete: boolean
  signaturesOpened: number
}

export interface GatherOptions {
  /** Prefer plain text where a message offers both. */
  readonly isTextOnly: boolean
  /** What is printed where an encrypted block was. */
  readonly pgpBlockText: string
}

export function gatherParts(root: MimePart, options: GatherOptions): Gathered {
  const found: Gathered = {
    pieces: [],
    files: [],
    calendars: [],
    isEncryptedInside: false,
    isWinmailUnread: false,
    isComplete: true,
    signaturesOpened: 0,
  }
  gather(found, root, options)
  return found
}

function gather(found: Gathered, part: MimePart, options: GatherOptions): void {
  if (part.children.length === 0) return gatherLeaf(found, part, options)
  if (part.mediaType === 'multipart/alternative') return gatherAlternative(found, part, options)
  if (part.mediaType === 'multipart/encrypted') {
    found.isEncryptedInside = true
    for (const child of part.children) addPart(found, child)
    return undefined
  }
  for (const child of part.children) gather(found, child, options)
}

/** One representation is printed; of the others only what is no text is kept (invitations, files). */
function gatherAlternative(found: Gathered, part: MimePart, options: GatherOptions): void {
  const html = part.children.findLast((child) => holdsText(child, 'text/html'))
  const plain = part.children.find((child) => holdsText(child, 'text/plain'))
  const chosen = options.isTextOnly ? (plain ?? html) : (html ?? plain)
  for (const child of part.children) {
    if (child === chosen) gather(found, child, options)
    else gatherFiles(found, child, options)
  }
}

function holdsText(part: MimePart, mediaType: string): boolean {
  if (part.children.length > 0) return part.children.some((child) => holdsText(child, mediaType))
  return part.mediaType === mediaType && part.disposition !== 'attachment' && part.body.some((byte) => byte > 0x20)
}

/** Texts that only repeat what is printed. */
const otherText = /^text\/(?:plain|html|enriched|richtext|watch-html|x-amp-html|x-watch-html)$/

function gatherFiles(found: Gathered, part: MimePart, options: GatherOptions): void {
  for (const child of part.children) gatherFiles(found, child, options)
  if (part.children.length > 0) return undefined
  if (otherText.test(part.mediaType) && part.disposition !== 'attachment') return undefined
  return gatherLeaf(found, part, options)
}

function gatherLeaf(found: Gathered, part: MimePart, options: GatherOptions): void {
  if (part.mediaType === 'text/calendar' && found.calendars.length < maxCalendars)
    found.calendars.push(textOf(part).slice(0, contentLimits.maxCalendarChars))
  if (isSmime(part)) return addSmime(found, part, options)
  if (isWinmail(part)) return addWinmail(found, part)
  if (!isBody(part)) return addPart(found, part)
  addBody(found, part, options)
  if (part.fileName !== '') addPart(found, part)
}

function addBody(found: Gathered, part: MimePart, { pgpBlockText }: GatherOptions): void {
  if (part.mediaType === 'text/html') {
    found.pieces.push({ kind: 'html', text: printable(part) })
    return undefined
  }
  const { text, blocks } = takePgpBlocks(printable(part), pgpBlockText)
  found.pieces.push({ kind: 'text', text })
  if (blocks.length > 0) found.isEncryptedInside = true
  for (const block of blocks) addFile(found, { ...pgpBlockFile, bytes: Buffer.from(block) })
}

const pgpBlockFile = {
  name: 'encrypted-text.asc',
  mediaType: 'application/pgp-encrypted',
  contentId: '',
  isAttachment: true,
}

const isWinmail = ({ mediaType, fileName }: MimePart): boolean =>
  mediaType === 'application/ms-tnef' || mediaType === 'application/vnd.ms-tnef' || /^winmail\.dat$/i.test(fileName)

/** What Outlook wrapped up stands beside unwrapped; the container itself is in message.eml. */
function addWinmail(found: Gathered, part: MimePart): void {
  try {
    const message = readTnef(decodeTransfer(part.body, part.encoding))
    const hasBody = found.pieces.some(({ text }) => text.trim() !== '')
    if (!hasBody && message.html !== null) found.pieces.push({ kind: 'html', text: message.html })
    else if (!hasBody && message.text !== null) found.pieces.push({ kind: 'text', text: message.text })
    for (const file of message.files)
      addFile(found, {
        ...file,
        name: file.name === '' ? fallbackName(file.mediaType) : file.name,
        isAttachment: false,
      })
  } catch {
    found.isWinmailUnread = true
    addPart(found, part)
  }
}

const maxCalendars = 20

/** A text with a file name is a file; shown as well when the sender says so (RFC 2183 section 2.1). */
function isBody(part: MimePart): boolean {
  if (part.mediaType !== 'text/plain' && part.mediaType !== 'text/html') return false
  if (part.disposition === 'attachment') return false
  return part.fileName === '' || (part.disposition === 'inline' && part.mediaType === 'text/plain')
}

const isSmime = ({ mediaType, parameters, fileName }: MimePart): boolean =>
  (/^application\/(?:x-)?pkcs7-mime$/.test(mediaType) && parameters.get('smime-type') !== 'certs-only') ||
  /^smime\.p7m$/i.test(fileName)

const maxSignatures = 5

/** What is only signed is read; the container, which holds the signature, stands beside in any case. */
function addSmime(found: Gathered, part: MimePart, options: GatherOptions): void {
  const signed =
    found.signaturesOpened < maxSignatures ? readSignedContent(decodeTransfer(part.body, part.encoding)) : null
  found.signaturesOpened += 1
  if (signed === null) found.isEncryptedInside = true
  else gather(found, readMimeTree(signed).root, options)
  addPart(found, part)
}

function printable(part: MimePart): string {
  const text = textOf(part)
  if (part.parameters.get('format')?.toLowerCase() !== 'flowed') return text
  return unflowText(text, { isSpaceDeleted: part.parameters.get('delsp')?.toLowerCase() === 'yes' })
}

const metaCharset = /<meta[^>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{1,40})/i

function textOf(part: MimePart): string {
  const bytes = decodeTransfer(part.body, part.encoding)
  const declared = part.parameters.get('charset') ?? ''
  if (declared !== '' || part.mediaType !== 'text/html') return decodeText(bytes, declared)
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2_048)).toString('latin1')
  return decodeText(bytes, metaCharset.exec(beginning)?.[1] ?? '')
}

function addPart(found: Gathered, part: MimePart): void {
  if (part.children.length > 0) {
    for (const child of part.children) addPart(found, child)
    return undefined
  }
  const bytes = decodeTransfer(part.body, part.encoding)
  const { mediaType, contentId } = part
  const isAttachment = part.disposition === 'attachment'
  addFile(found, { name: nameOf(part, bytes), mediaType, contentId, isAttachment, bytes })
}

function addFile(found: Gathered, file: FoundFile): void {
  if (found.files.length < contentLimits.maxFiles) found.files.push(file)
  else found.isComplete = false
}

function nameOf(part: MimePart, bytes: Uint8Array): string {
  const isMessage = part.mediaType === 'message/rfc822' || part.mediaType === 'message/global'
  if (isMessage) return nestedMessageName(part.fileName, bytes)
  return part.fileName === '' ? fallbackName(part.mediaType) : decodeWords(part.fileName)
}
