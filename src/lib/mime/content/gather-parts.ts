import { concatBytes, encodeUtf8 } from '../../bytes/index.ts'
import { mimeLimits } from '../mime-limits.ts'
import { readCms } from '../smime/read-cms.ts'
import type { MessagePart } from '../structure/message-part.ts'
import { readStructure } from '../structure/read-structure.ts'
import { isSmime, isWinmail } from '../structure/wrappers.ts'
import { openTnef } from '../tnef/index.ts'
import { decodeTransfer } from '../transfer/decode-transfer.ts'
import { isHtml, isOtherText, otherBody, readBodyText, unflowed, type BodyPiece, type BodyText } from './body-text.ts'
import { fallbackName, nestedMessageName } from './file-names.ts'
import type { MessageFile } from './message-file.ts'
import { takePgpBlocks } from './pgp-blocks.ts'
import { isBlankHtml } from './text-of-html.ts'

/** What the tree holds, in the order of the message, before anything is decided about its looks. */
export interface Gathered {
  readonly pieces: readonly BodyPiece[]
  readonly files: readonly MessageFile[]
  readonly calendars: readonly string[]
  readonly isEncryptedInside: boolean
  readonly isWinmailUnread: boolean
  readonly isTextCut: boolean
  readonly isComplete: boolean
}

export interface GatherOptions {
  /** Prefer plain text where a message offers both. */
  readonly isTextOnly: boolean
  /** What is shown where an encrypted block was. */
  readonly pgpBlockText: string
  /** Give the bytes of all files instead of where they lie: for a message that is at hand. */
  readonly isWithBytes: boolean
}

export function gatherParts(root: MessagePart, options: GatherOptions): Gathered {
  const gathering = new Gathering(options)
  gathering.take(root, { isInside: false })
  gathering.finish()
  return gathering
}

/** Whether the offsets of a part are those of the message, or of something that was unwrapped. */
interface Origin {
  readonly isInside: boolean
}

class Gathering implements Gathered {
  readonly pieces: BodyPiece[] = []
  readonly files: MessageFile[] = []
  readonly calendars: string[] = []
  isEncryptedInside = false
  isWinmailUnread = false
  isTextCut = false
  isComplete = true
  readonly #options: GatherOptions
  readonly #texts = new Map<MessagePart, BodyText>()
  #namedText: MessagePart | null = null
  #otherText: MessagePart | null = null
  #signaturesOpened = 0

  constructor(options: GatherOptions) {
    this.#options = options
  }

  take(part: MessagePart, origin: Origin): void {
    if (part.children.length === 0) return this.#takeLeaf(part, origin)
    if (part.mediaType === 'multipart/alternative') return this.#takeAlternative(part, origin)
    if (part.mediaType === 'multipart/encrypted') {
      this.isEncryptedInside = true
      return this.#addPart(part, origin)
    }
    for (const child of part.children) this.take(child, origin)
  }

  /** A text with a file name, or of an unusual kind, is shown when there is no other text at all. */
  finish(): void {
    if (this.#namedText !== null && !this.#hasText()) this.#addBody(this.#namedText)
    const other = this.#otherText
    if (other !== null && !this.#hasText()) this.pieces.push(otherBody(other, this.#textOf(other).text))
  }

  #hasText(): boolean {
    return this.pieces.some(({ text }) => text.trim() !== '')
  }

  /** One representation is shown; of the others only what is no text is kept (invitations, files). */
  #takeAlternative(part: MessagePart, origin: Origin): void {
    const html = part.children.findLast((child) => this.#holdsText(child, 'text/html'))
    const plain = part.children.find((child) => this.#holdsText(child, 'text/plain'))
    const chosen = this.#options.isTextOnly ? (plain ?? html) : (html ?? plain)
    for (const child of part.children) {
      // Lists put their footer beside the text it belongs to, as if it were another representation.
      const isBeside = chosen !== undefined && child.children.length === 0 && child.mediaType === chosen.mediaType
      if (
        child === chosen ||
        (isBeside && this.#holdsText(child, isHtml(child.mediaType) ? 'text/html' : child.mediaType))
      )
        this.take(child, origin)
      else this.#takeFiles(child, { origin, isTextShown: chosen !== undefined })
    }
  }

  /** A representation without a visible letter or picture is none (RFC 2046 section 5.1.4 leaves the choice to us). */
  #holdsText(part: MessagePart, mediaType: string): boolean {
    if (part.children.length > 0) return part.children.some((child) => this.#holdsText(child, mediaType))
    const own = isHtml(part.mediaType) ? 'text/html' : part.mediaType
    if (own !== mediaType || part.disposition === 'attachment') return false
    const { text, preface, footer } = this.#textOf(part)
    return (
      preface.trim() !== '' ||
      footer.trim() !== '' ||
      !(mediaType === 'text/html' ? isBlankHtml(text) : text.trim() === '')
    )
  }

  #takeFiles(part: MessagePart, how: { readonly origin: Origin; readonly isTextShown: boolean }): void {
    for (const child of part.children) this.#takeFiles(child, how)
    if (part.children.length > 0) return
    const repeats = how.isTextShown && otherText.test(part.mediaType) && part.disposition !== 'attachment'
    if (!repeats) this.#takeLeaf(part, how.origin)
  }

  #takeLeaf(part: MessagePart, origin: Origin): void {
    if (part.claimedType !== '' && this.#takeUnopened(part)) return
    if (isCalendar(part)) this.#addCalendar(part)
    if (isSmime(part)) return this.#addSmime(part, origin)
    if (isWinmail(part)) return this.#addWinmail(part, origin)
    if (isText(part) && part.fileName !== '') this.#namedText ??= part
    if (isOtherText(part.mediaType) && part.fileName === '' && part.disposition !== 'attachment')
      this.#otherText ??= part
    if (!isBody(part)) return this.#addPart(part, origin)
    this.#addBody(part)
    if (part.fileName !== '') this.#addPart(part, origin)
  }

  #addCalendar(part: MessagePart): void {
    if (this.calendars.length >= mimeLimits.maxCalendars) return
    this.calendars.push(this.#textOf(part).text.slice(0, mimeLimits.maxCalendarChars))
  }

  #addBody(part: MessagePart): void {
    const { text, preface, footer } = this.#textOf(part)
    if (preface.trim() !== '') this.#addPlain(preface)
    if (isHtml(part.mediaType)) this.pieces.push({ kind: 'html', text })
    else this.#addPlain(unflowed(part, text))
    if (footer.trim() !== '') this.#addPlain(footer)
  }

  #addPlain(written: string): void {
    const { text, blocks } = takePgpBlocks(written, this.#options.pgpBlockText)
    this.pieces.push({ kind: 'text', text })
    if (blocks.length > 0) this.isEncryptedInside = true
    for (const block of blocks) this.#addBytes(pgpBlockFile, encodeUtf8(block))
  }

  /** What Outlook wrapped up stands beside unwrapped; the container itself is in the original. */
  #addWinmail(part: MessagePart, origin: Origin): void {
    const message = part.isWhole ? openTnef(decodeTransfer(part.body, part.encoding)) : null
    if (message === null) {
      this.isWinmailUnread = true
      return this.#addPart(part, origin)
    }
    if (!this.#hasText() && message.html !== null) this.pieces.push({ kind: 'html', text: message.html })
    else if (!this.#hasText() && message.text !== null) this.pieces.push({ kind: 'text', text: message.text })
    for (const { name, mediaType, contentId, bytes } of message.files)
      this.#addBytes({ name: name === '' ? fallbackName(mediaType) : name, mediaType, contentId }, bytes)
  }

  /** What is only signed is read; the container, which holds the signature, stands beside in any case. */
  #addSmime(part: MessagePart, origin: Origin): void {
    const isTyped = part.mediaType.endsWith('pkcs7-mime')
    this.#signaturesOpened += 1
    const isRead = part.isWhole && this.#signaturesOpened <= mimeLimits.maxSignatures
    if (!isRead) this.isComplete = false
    const cms = isRead ? readCms(cmsBytes(part)) : { kind: 'other' as const }
    if (cms.kind === 'signed') this.#takeSigned(cms.content, isTyped)
    const isSaidToBe =
      isTyped && isRead && !/^(?:signed-data|compressed-data)$/i.test(part.parameters.get('smime-type') ?? '')
    if (cms.kind === 'encrypted' || (cms.kind === 'other' && isSaidToBe)) this.isEncryptedInside = true
    this.#addPart(part, origin)
  }

  /** A file that is called *.p7m may be a signed invoice: that is no message. */
  #takeSigned(content: Uint8Array, isTyped: boolean): void {
    const { root, headerBlock, isComplete } = readStructure(content)
    if (!isTyped && headerBlock.length === 0) return
    if (!isComplete) this.isComplete = false
    this.take(root, { isInside: true })
  }

  /** The parts of a container that is encoded as a whole, or has other line ends than its header; false without any. */
  #takeUnopened(part: MessagePart): boolean {
    const hasBareReturns = part.encoding === 'identity' && part.body.includes(0x0d)
    if (!part.isWhole || (part.encoding === 'identity' && !hasBareReturns)) return false
    this.#signaturesOpened += 1
    if (this.#signaturesOpened > mimeLimits.maxSignatures) return false
    const boundary = (part.parameters.get('boundary') ?? '').replaceAll(/["\\]/g, '\\$&')
    const header = encodeUtf8(`Content-Type: ${part.claimedType}; boundary="${boundary}"\n\n`)
    const body = hasBareReturns ? withFeeds(part.body) : decodeTransfer(part.body, part.encoding)
    const { root, isComplete } = readStructure(concatBytes(header, body))
    if (root.children.length === 0) return false
    if (!isComplete) this.isComplete = false
    this.take(root, { isInside: true })
    return true
  }

  #textOf(part: MessagePart): BodyText {
    const known = this.#texts.get(part)
    if (known !== undefined) return known
    if (!part.isWhole || part.body.length > mimeLimits.maxTextBytes) this.isTextCut = true
    const text = readBodyText(part)
    this.#texts.set(part, text)
    return text
  }

  #addPart(part: MessagePart, origin: Origin): void {
    for (const child of part.children) this.#addPart(child, origin)
    if (part.children.length > 0) return
    const { mediaType, contentId, contentLocation, start, end, encoding } = part
    const bytes = part.isWhole ? decodeTransfer(part.body, encoding) : null
    const isUnwrapped = origin.isInside || this.#options.isWithBytes
    this.#addFile({
      name: nameOf(part),
      mediaType,
      contentId,
      contentLocation,
      isAttachment: part.disposition === 'attachment',
      sizeBytes: bytes?.length ?? part.sizeBytes,
      content: isUnwrapped ? { kind: 'bytes', bytes: bytes ?? part.body } : { kind: 'part', start, end, encoding },
    })
  }

  #addBytes(file: Pick<MessageFile, 'name' | 'mediaType' | 'contentId'>, bytes: Uint8Array): void {
    this.#addFile({
      ...file,
      contentLocation: '',
      isAttachment: false,
      sizeBytes: bytes.length,
      content: { kind: 'bytes', bytes },
    })
  }

  #addFile(file: MessageFile): void {
    if (this.files.length < mimeLimits.maxFiles) this.files.push(file)
    else this.isComplete = false
  }
}

/** Texts that only repeat what is shown. */
const otherText =
  /^(?:text\/(?:plain|html|enriched|richtext|watch-html|x-amp-html|x-watch-html)|application\/xhtml\+xml)$/

const pgpBlockFile = { name: 'encrypted-text.asc', mediaType: 'application/pgp-encrypted', contentId: '' }

/** By its name only where it is at hand: it may be anything of any size. */
const isCalendar = ({ mediaType, fileName, isWhole }: MessagePart): boolean =>
  mediaType === 'text/calendar' ||
  mediaType === 'application/ics' ||
  (mediaType === 'application/octet-stream' && isWhole && /\.ics$/i.test(fileName))

const isText = ({ mediaType, disposition }: MessagePart): boolean =>
  (mediaType === 'text/plain' || isHtml(mediaType)) && disposition !== 'attachment'

/** A text with a file name is a file; shown as well when the sender says so (RFC 2183 section 2.1). */
const isBody = (part: MessagePart): boolean =>
  isText(part) && (part.fileName === '' || (part.disposition === 'inline' && part.mediaType === 'text/plain'))

const cmsBytes = (part: MessagePart): Uint8Array => decodeTransfer(part.body, part.encoding)

/** With a line feed for each carriage return that stands alone. */
const withFeeds = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => (byte === 0x0d && bytes[at + 1] !== 0x0a ? 0x0a : byte))

function nameOf(part: MessagePart): string {
  const isMessage = part.mediaType === 'message/rfc822' || part.mediaType === 'message/global'
  if (!isMessage) return part.fileName === '' ? fallbackName(part.mediaType) : part.fileName
  const beginning = part.body.subarray(0, mimeLimits.maxSmallBytes)
  return nestedMessageName(part.fileName, decodeTransfer(beginning, part.encoding))
}
