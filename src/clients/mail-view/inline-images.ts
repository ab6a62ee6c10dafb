import { namesInHtml } from '../../lib/mime/index.ts'
import { mailLimits } from './mail-limits.ts'
import { isAtHand, openAttachment, type MailAttachment } from './parsed-mail.ts'

/** Images of these kinds cannot carry script; anything else is offered as a file only. */
const shownTypes = /^image\/(?:png|jpeg|gif|webp|bmp)$/

/** Addresses of the images that the HTML may refer to, by their names. `release` frees them. */
export interface InlineImages {
  readonly addresses: ReadonlyMap<string, string>
  /** The part that lies at an address. */
  readonly parts: ReadonlyMap<string, MailAttachment>
  release(): void
}

/** Decodes the images of a message into addresses of this page; what is too large or of another kind is left out. */
export async function openInlineImages(attachments: readonly MailAttachment[]): Promise<InlineImages> {
  const images = attachments.filter(isShowable)
  const entries = await Promise.all(images.map(async (part) => [await addressOf(part), part] as const))
  return {
    // Of several parts with one name the first counts, as in the PDF.
    addresses: new Map(
      entries.toReversed().flatMap(([address, part]) => namesOf(part).map((name) => [name, address] as const)),
    ),
    parts: new Map(entries),
    release: () => {
      for (const [address] of entries) URL.revokeObjectURL(address)
    },
  }
}

async function addressOf(image: MailAttachment): Promise<string> {
  const body = await openAttachment(image)
  const blob = await new Response(body, { headers: { 'content-type': image.mediaType } }).blob()
  return URL.createObjectURL(blob)
}

const namesOf = ({ contentId, contentLocation }: MailAttachment): readonly string[] =>
  namesInHtml({ contentId: contentId ?? '', contentLocation })

const isShowable = (attachment: MailAttachment): boolean =>
  namesOf(attachment).length > 0 &&
  isAtHand(attachment) &&
  shownTypes.test(attachment.mediaType) &&
  attachment.sizeBytes <= mailLimits.maxInlineImageBytes

/** The files to offer by name: an image that the text was seen to show is left out, unless it was sent as an attachment. */
export function listedAttachments(
  attachments: readonly MailAttachment[],
  drawn: ReadonlySet<MailAttachment>,
): readonly MailAttachment[] {
  return attachments.filter((attachment) => attachment.isAttachment || !drawn.has(attachment))
}
