import { useId } from 'react'
import { Button } from '../ui/button.tsx'
import type { Language } from '../ui/formats.ts'
import { Notice } from '../ui/notice.tsx'
import { AttachmentList } from './attachment-list.tsx'
import type { MailContent } from './mail-content.ts'
import { MailFacts } from './mail-facts.tsx'
import { MailBody } from './mail-body.tsx'
import { MailNotes } from './mail-notes.tsx'
import styles from './mail-view.module.css'
import { mailViewTexts, type MailViewTexts } from './mail-view-texts.ts'
import type { MailAttachment, ParsedMail } from './parsed-mail.ts'
import { useExport, type MailExport } from './use-export.ts'
import { useListedAttachments } from './use-listed-attachments.ts'

export interface MailViewProps {
  readonly mail: ParsedMail
  /** The exact bytes of the message, for the EML file. */
  readonly original: MailContent | Blob
  readonly language: Language
  /** IANA name; the moment of sending is shown in it. */
  readonly timeZone: string
  /** Level of the heading that shows the subject. */
  readonly heading: 'h1' | 'h2' | 'h3'
  /** Added to that heading, where a page moves the focus to it. */
  readonly headingId?: string
}

/** A decrypted and parsed message: headers, text, attachments, and the ways to keep it. */
export function MailView({ mail, original, language, timeZone, heading: Heading, headingId }: MailViewProps) {
  const texts = mailViewTexts(language)
  const exporting = useExport(mail, original, { language, timeZone })
  const { listed, onDrawn } = useListedAttachments(mail)
  return (
    <article className={styles.mail}>
      <header className={styles.head}>
        <Heading id={headingId} tabIndex={headingId === undefined ? undefined : -1}>
          <bdi>{mail.subject === '' ? texts.noSubject : mail.subject}</bdi>
        </Heading>
        <MailFacts mail={mail} language={language} timeZone={timeZone} texts={texts} />
      </header>
      <MailNotes mail={mail} language={language} timeZone={timeZone} texts={texts} />
      <div className={styles.body}>
        <MailBody mail={mail} language={language} texts={texts} onDrawn={onDrawn} />
      </div>
      {listed.length > 0 && (
        <MailAttachments
          attachments={listed}
          language={language}
          texts={texts}
          exporting={exporting}
          heading={Heading}
        />
      )}
      <MailActions texts={texts} exporting={exporting} />
    </article>
  )
}

interface MailAttachmentsProps {
  readonly attachments: readonly MailAttachment[]
  readonly language: Language
  readonly texts: MailViewTexts
  readonly exporting: MailExport
  readonly heading: 'h1' | 'h2' | 'h3'
}

function MailAttachments({ attachments, language, texts, exporting, heading }: MailAttachmentsProps) {
  const id = useId()
  const Heading = heading === 'h1' ? 'h2' : 'h3'
  return (
    <section className={styles.stack} aria-labelledby={id}>
      <Heading id={id}>{texts.attachmentCount(attachments.length)}</Heading>
      <AttachmentList
        attachments={attachments}
        language={language}
        texts={texts}
        isBusy={exporting.state === 'busy'}
        onSave={exporting.saveOne}
      />
      {attachments.length > 1 && (
        <div className={styles.actions}>
          <Button onClick={() => exporting.saveAll(attachments)} disabled={exporting.state === 'busy'}>
            {texts.downloadAll}
          </Button>
        </div>
      )}
    </section>
  )
}

function MailActions({ texts, exporting }: { readonly texts: MailViewTexts; readonly exporting: MailExport }) {
  const isBusy = exporting.state === 'busy'
  return (
    <div className={styles.stack}>
      <div className={styles.actions}>
        <Button onClick={exporting.savePdf} disabled={isBusy}>
          {texts.downloadPdf}
        </Button>
        <Button onClick={exporting.saveEml} disabled={isBusy}>
          {texts.downloadEml}
        </Button>
      </div>
      <div aria-live="polite">{isBusy && texts.saving}</div>
      {exporting.state === 'failed' && <Notice kind="danger">{texts.saveFailed}</Notice>}
    </div>
  )
}
