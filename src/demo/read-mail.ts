import { readMessage, readStructure, type MessageFile, type ShownAddress } from '../lib/mime/index.ts'

/** A caught mail as the page shows it. */
export interface ReadMail {
  readonly from: string
  readonly subject: string
  /** As it came, with its pictures inside; null when the mail has plain text only. */
  readonly html: string | null
  readonly text: string
  readonly files: readonly MailFile[]
}

/** An attachment that a reader would see as a file. */
export interface MailFile {
  readonly name: string
  readonly mediaType: string
  readonly content: Buffer
}

function withPictures(html: string, files: readonly MessageFile[]): string {
  return files.reduce((page, { contentId, mediaType, content }) => {
    if (contentId === '' || !/^image\/(png|jpeg|webp)$/.test(mediaType) || content.kind !== 'bytes') return page
    const data = `data:${mediaType};base64,${Buffer.from(content.bytes).toString('base64')}`
    return page.replaceAll(`cid:${contentId}`, data)
  }, html)
}

const filesOf = (files: readonly MessageFile[]): readonly MailFile[] =>
  files.flatMap(({ name, mediaType, contentId, isAttachment, content }) =>
    isAttachment && contentId === '' && content.kind === 'bytes'
      ? [{ name, mediaType, content: Buffer.from(content.bytes) }]
      : [],
  )

function nameOf(from: ShownAddress | undefined): string {
  if (from?.kind !== 'mailbox') return ''
  return from.name === '' ? from.address : `${from.name} <${from.address}>`
}

/** Reads a mail for show; what cannot be read gives empty fields. */
export function readMail(raw: Uint8Array): ReadMail {
  const options = { isTextOnly: false, pgpBlockText: '', isWithBytes: true }
  const { from, subject, body, files } = readMessage(readStructure(raw), options)
  return {
    from: nameOf(from[0]),
    subject,
    html: body.kind === 'html' ? withPictures(body.text, files) : null,
    text: body.kind === 'html' ? '' : body.text,
    files: filesOf(files),
  }
}
