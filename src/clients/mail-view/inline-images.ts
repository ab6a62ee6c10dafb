import { mailLimits } from './mail-limits.ts'
import { openAttachment, type MailAttachment, type ParsedMail } from './parsed-mail.ts'

/** Images of these kinds cannot carry script; anything else is offered as a file only. */
const shownTypes = /^image\/(?:png|jpeg|gif|webp|bmp)$/

/** Addresses of the images that the HTML may refer to by content id. `release` frees them. */
export interface InlineImages {
  readonly addresses: ReadonlyMap<string, string>
  release(): void
}

/** Decodes the images of a message into addresses of this page; what is too large or of another kind is left out. */
export async function openInlineImages(attachments: readonly MailAttachment[]): Promise<InlineImages> {
  const images = attachments.filter(isShowable)
  const entries = await Promise.all(
    images.map(async (image) => {
      const blob = await new Response(await openAttachment(image), {
        headers: { 'content-type': image.mediaType },
      }).blob()
      return [image.contentId ?? '', URL.createObjectURL(blob)] as const
    }),
  )
  return {
    addresses: new Map(entries),
    release: () => {
      for (const [, address] of entries) URL.revokeObjectURL(address)
    },
  }
}

const isShowable = (attachment: MailAttachment): boolean =>
  attachment.contentId !== null &&
  attachment.content.isAtHand &&
  shownTypes.test(attachment.mediaType) &&
  attachment.range.end - attachment.range.start <= mailLimits.maxInlineImageBytes

/** The files to offer by name: all but the images that are shown inside the text (which the EML file has as well). */
export function listedAttachments({ attachments, html }: ParsedMail): readonly MailAttachment[] {
  if (html === null) return attachments
  const text = html.replaceAll('%40', '@').toLowerCase()
  return attachments.filter(
    (attachment) => !isShowable(attachment) || !text.includes(`cid:${attachment.contentId?.toLowerCase() ?? ''}`),
  )
}
