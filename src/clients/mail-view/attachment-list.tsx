import { Button } from '../ui/button.tsx'
import { formatSize, type Language } from '../ui/formats.ts'
import { Drawing } from '../ui/drawing.tsx'
import { download, sheet } from '../ui/drawings.ts'
import styles from './mail-view.module.css'
import type { MailViewTexts } from './mail-view-texts.ts'
import type { MailAttachment } from './parsed-mail.ts'

export interface AttachmentListProps {
  readonly attachments: readonly MailAttachment[]
  readonly language: Language
  readonly texts: MailViewTexts
  readonly isBusy: boolean
  readonly onSave: (attachment: MailAttachment) => void
}

/** The files of a mail, each with its size and its own download. */
export function AttachmentList({ attachments, language, texts, isBusy, onSave }: AttachmentListProps) {
  return (
    <ul className={styles.files}>
      {attachments.map((attachment) => (
        <li key={attachment.name} className={styles.file}>
          <Drawing path={sheet} />
          <span>
            <span className={styles.fileName}>
              <bdi>{attachment.name}</bdi>
            </span>
            <br />
            <span className={styles.fileSize}>{formatSize(attachment.sizeBytes, language)}</span>
          </span>
          <Button
            label={texts.downloadNamed(attachment.name)}
            icon={<Drawing path={download} />}
            disabled={isBusy}
            onClick={() => onSave(attachment)}
          >
            {texts.download}
          </Button>
        </li>
      ))}
    </ul>
  )
}
