import { openAttachment, type MailAttachment } from './parsed-mail.ts'
import { saveFile } from './save-file.ts'

/** Saves all attachments as one ZIP, made as it is written; the program for it is loaded only now. */
export async function saveAllAttachments(name: string, attachments: readonly MailAttachment[]): Promise<boolean> {
  const { makeZip } = await import('client-zip')
  const now = new Date()
  const files = attachments.map((attachment) => ({
    name: attachment.name,
    lastModified: now,
    input: openAttachment(attachment),
  }))
  const sizeBytes = attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, 0)
  return saveFile({ name, sizeBytes, open: () => makeZip(files) })
}
