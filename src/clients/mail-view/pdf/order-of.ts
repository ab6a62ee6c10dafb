import { namesInHtml } from '../../../lib/mime/index.ts'
import { mailLimits } from '../mail-limits.ts'
import { isAtHand, openAttachment, type MailAttachment, type ParsedMail } from '../parsed-mail.ts'
import type { PdfFileOrder, PdfOrder } from './pdf-order.ts'

/** What the PDF shows of a message, with the images that its HTML may name. */
export async function orderOf(
  mail: ParsedMail,
  more: Pick<PdfOrder, 'title' | 'language' | 'headers' | 'notices'>,
): Promise<PdfOrder> {
  const { html } = mail
  return {
    ...more,
    body: html === null ? { kind: 'text', text: mail.text ?? '' } : { kind: 'html', html },
    files: await Promise.all(mail.attachments.map((file) => fileOf(file, html !== null))),
  }
}

async function fileOf(file: MailAttachment, mayBeDrawn: boolean): Promise<PdfFileOrder> {
  const { name, mediaType, sizeBytes, isAttachment } = file
  const imageNames = namesInHtml({ contentId: file.contentId ?? '', contentLocation: file.contentLocation })
  const isDrawable =
    mayBeDrawn && imageNames.length > 0 && isAtHand(file) && sizeBytes <= mailLimits.maxInlineImageBytes
  const bytes = isDrawable ? new Uint8Array(await new Response(await openAttachment(file)).arrayBuffer()) : null
  return { name, mediaType, sizeBytes, isAttachment, imageNames, bytes }
}
