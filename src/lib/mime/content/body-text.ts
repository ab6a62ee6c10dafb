import { charsetOf } from '../charset/charset-names.ts'
import { decodeText } from '../charset/decode-text.ts'
import { mimeLimits } from '../mime-limits.ts'
import type { MessagePart } from '../structure/message-part.ts'
import { readRtf } from '../tnef/read-rtf.ts'
import { decodeTextBody, decodeTransfer } from '../transfer/decode-transfer.ts'
import { unflowText } from './unflow-text.ts'

export interface BodyPiece {
  readonly kind: 'html' | 'text'
  readonly text: string
}

export interface BodyText {
  readonly text: string
  /** What others wrote in front of and behind an encoded text. */
  readonly preface: string
  readonly footer: string
}

export const isHtml = (mediaType: string): boolean => mediaType === 'text/html' || mediaType === 'application/xhtml+xml'

/** Text for people of a kind that is not ours to lay out: a file, and shown where nothing else is (RFC 2046 section 4.1.4). */
export const isOtherText = (mediaType: string): boolean =>
  mediaType.startsWith('text/') && !/^text\/(?:plain|html|calendar|(?:x-)?vcard|directory)$/.test(mediaType)

const metaCharset =
  /<meta[^>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{1,40})|<\?xml[^>]{0,200}\bencoding\s*=\s*["']([\w.:-]{1,40})/i

export function readBodyText(part: MessagePart): BodyText {
  const { bytes, preface, footer } = decodeTextBody(part.body.subarray(0, mimeLimits.maxTextBytes), part.encoding)
  const declared = part.parameters.get('charset') ?? ''
  const isSilent = isHtml(part.mediaType) && charsetOf(declared) === null
  const beginning = isSilent ? new TextDecoder('latin1').decode(bytes.subarray(0, 8_192)) : ''
  const found = metaCharset.exec(beginning)
  const charset = found?.[1] ?? found?.[2] ?? declared
  return {
    text: withLineFeeds(decodeText(bytes, charset)),
    preface: withLineFeeds(decodeText(preface, '')),
    footer: withLineFeeds(decodeText(footer, '')),
  }
}

/** A carriage return alone ends a line as well; two before a line feed come from programs that add one. */
const withLineFeeds = (text: string): string => text.replaceAll('\r\r\n', '\r\n').replaceAll(/\r(?!\n)/g, '\n')

/** The body that a part of such a kind makes; `text` is what `readBodyText` reads of it. */
export function otherBody(part: MessagePart, text: string): BodyPiece {
  const isRich = /^\s*\{\\rtf/.test(text.slice(0, 200))
  const rich = isRich ? readRtf(decodeTransfer(part.body.subarray(0, mimeLimits.maxTextBytes), part.encoding)) : null
  if (rich !== null) return rich
  const isEnriched = part.mediaType === 'text/enriched' || part.mediaType === 'text/richtext'
  return { kind: 'text', text: isEnriched ? wordsOfEnriched(text) : text }
}

/** Text in the format "enriched" (RFC 1896) without its marks: of several line ends one is for the eye of the writer. */
const wordsOfEnriched = (text: string): string =>
  text
    .replaceAll(/<param>[^<>]{0,500}<\/param>|<\/?[a-z][^<>\s]{0,60}>/gi, '')
    .replaceAll('<<', '<')
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n+/g, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)))

export function unflowed(part: MessagePart, text: string): string {
  if (part.parameters.get('format')?.toLowerCase() !== 'flowed') return text
  return unflowText(text, { isSpaceDeleted: part.parameters.get('delsp')?.toLowerCase() === 'yes' })
}
