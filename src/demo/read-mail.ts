import PostalMime from 'postal-mime'

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

type Parsed = Awaited<ReturnType<typeof PostalMime.parse>>

function withPictures(html: string, { attachments }: Parsed): string {
  return attachments.reduce((page, { contentId, mimeType, content }) => {
    if (contentId === undefined || !/^image\/(png|jpeg|webp)$/.test(mimeType) || typeof content === 'string')
      return page
    const data = `data:${mimeType};base64,${Buffer.from(new Uint8Array(content)).toString('base64')}`
    return page.replaceAll(`cid:${contentId.replace(/^<(.*)>$/, '$1')}`, data)
  }, html)
}

function filesOf({ attachments }: Parsed): readonly MailFile[] {
  return attachments
    .filter(({ disposition, contentId }) => disposition === 'attachment' && contentId === undefined)
    .map(({ filename, mimeType, content }, index) => ({
      name: filename ?? `file-${index + 1}`,
      mediaType: mimeType,
      content: typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content)),
    }))
}

function nameOf(from: Parsed['from']): string {
  if (from === undefined) return ''
  const { name, address } = from
  return name === '' ? (address ?? '') : `${name} <${address ?? ''}>`
}

/** Reads a mail for show; what cannot be read gives empty fields. */
export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  const parsed = await PostalMime.parse(raw)
  return {
    from: nameOf(parsed.from),
    subject: parsed.subject ?? '',
    html: parsed.html === undefined ? null : withPictures(parsed.html, parsed),
    text: parsed.text ?? '',
    files: filesOf(parsed),
  }
}
