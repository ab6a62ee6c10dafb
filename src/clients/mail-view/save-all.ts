import { openAttachment, type MailAttachment } from './parsed-mail.ts'
import { saveFile } from './save-file.ts'

/** Saves all attachments as one ZIP, made as it is written; the program for it is loaded only now. */
export async function saveAllAttachments(name: string, attachments: readonly MailAttachment[]): Promise<boolean> {
  const { makeZip } = await import('client-zip')
  const sizeBytes = attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, 0)
  return saveFile({ name, sizeBytes, open: async () => makeZip(filesOf(attachments)) })
}

/** One after the other, so that no more than one is open at a time. */
async function* filesOf(attachments: readonly MailAttachment[]) {
  const lastModified = new Date()
  for (const attachment of attachments)
    yield { name: attachment.name, lastModified, input: await openAttachment(attachment) }
}
