import { useState } from 'react'
import type { Shown } from '../../lib/time/index.ts'
import { mailFileName, savePdf } from './export-mail.ts'
import { mailViewTexts } from './mail-view-texts.ts'
import { toContent, type MailContent } from './mail-content.ts'
import type { MailAttachment, ParsedMail } from './parsed-mail.ts'
import { saveAllAttachments } from './save-all.ts'
import { saveAttachment, saveFile } from './save-file.ts'

export type ExportState = 'idle' | 'busy' | 'failed'

export interface MailExport {
  readonly state: ExportState
  readonly saveEml: () => void
  readonly savePdf: () => void
  readonly saveAll: (attachments: readonly MailAttachment[]) => void
  readonly saveOne: (attachment: MailAttachment) => void
}

/** The ways out of the page for one message; `original` holds its exact bytes. One at a time. */
export function useExport(mail: ParsedMail, original: MailContent | Blob, shown: Shown): MailExport {
  const [state, setState] = useState<ExportState>('idle')
  const texts = mailViewTexts(shown.language)
  const run = (action: () => Promise<ExportState>): void => {
    setState('busy')
    action().then(setState, () => setState('failed'))
  }
  return {
    state,
    saveEml: () => run(async () => saveEml(mailFileName(mail, texts, 'eml'), toContent(original)).then(() => 'idle')),
    savePdf: () => run(async () => savePdf(mail, { texts, ...shown }).then(() => 'idle')),
    saveAll: (attachments) => run(async () => saveAllAttachments(texts.allFileName, attachments).then(() => 'idle')),
    saveOne: (attachment) => run(async () => saveAttachment(attachment).then(() => 'idle')),
  }
}

/** The exact bytes of a message as a file. */
export const saveEml = (name: string, original: MailContent): Promise<boolean> =>
  saveFile({ name, sizeBytes: original.sizeBytes, open: () => original.open() })
