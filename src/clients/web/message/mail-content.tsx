import { useEffect, useId, useMemo, useState } from 'react'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import { AttachmentList } from '../../mail-view/attachment-list.tsx'
import { MailBody } from '../../mail-view/mail-body.tsx'
import { MailFacts } from '../../mail-view/mail-facts.tsx'
import { MailNotes } from '../../mail-view/mail-notes.tsx'
import { mailViewTexts } from '../../mail-view/mail-view-texts.ts'
import type { MailAttachment, ParsedMail } from '../../mail-view/parsed-mail.ts'
import { useExport, type MailExport } from '../../mail-view/use-export.ts'
import { useListedAttachments } from '../../mail-view/use-listed-attachments.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Busy } from '../../ui/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './mail-content.module.css'
import { useContent, type OpenedContent } from './use-content.ts'

/** From this size on a bar shows how far the opening is. */
const progressFromBytes = 2_000_000

interface MailContentProps {
  readonly contentId: ContentId
  readonly sizeBytes: number
  /** Identities, or what an envelope names for the content; one that fits is enough. */
  readonly keys: readonly string[]
  /**
   * Who was checked by the server, for an answer. Its own header is what a guest wrote: it is not shown, and what is saved
   * as PDF names this address instead.
   */
  readonly verifiedFrom?: string
  /** Called once when the opened content stands on the page. */
  readonly onShown?: () => void
}

/** The text and the files of a message or an answer, fetched and decrypted here. */
export function MailContent({ contentId, sizeBytes, keys, verifiedFrom, onShown }: MailContentProps) {
  const { t, formats } = useLanguage()
  const { content, openedBytes } = useContent(contentId, keys)
  if (content.isError) return <ProblemNotice error={content.error} onRetry={() => void content.refetch()} />
  if (content.isSuccess) return <Opened content={content.data} verifiedFrom={verifiedFrom ?? null} onShown={onShown} />
  if (sizeBytes < progressFromBytes) return <Busy>{t.message.openingContent}</Busy>
  const far = t.message.fetched(formats.size(openedBytes), formats.size(sizeBytes))
  return <Progress label={`${t.message.openingContent} ${far}`} share={openedBytes / sizeBytes} />
}

function Opened({ content, verifiedFrom, onShown }: OpenedProps) {
  const { original } = content
  const [tellShown] = useState(() => onShown)
  useEffect(() => tellShown?.(), [tellShown])
  const mail = useMemo(() => withVerifiedFrom(content.mail, verifiedFrom), [content.mail, verifiedFrom])
  const { language, formats } = useLanguage()
  const { timeZone } = formats
  const texts = mailViewTexts(language)
  const exporting = useExport(mail, original, { language, timeZone })
  const filesId = useId()
  const { listed, onDrawn } = useListedAttachments(mail)
  const isBusy = exporting.state === 'busy'
  return (
    <div className={styles.content}>
      {verifiedFrom === null && <MailFacts mail={mail} language={language} timeZone={timeZone} texts={texts} />}
      <MailNotes mail={mail} language={language} timeZone={timeZone} texts={texts} />
      <div className={styles.body}>
        <MailBody mail={mail} language={language} texts={texts} onDrawn={onDrawn} />
      </div>
      {listed.length > 0 && (
        <section className={styles.files} aria-labelledby={filesId}>
          <h3 id={filesId}>{texts.attachmentCount(listed.length)}</h3>
          <AttachmentList
            attachments={listed}
            language={language}
            texts={texts}
            isBusy={isBusy}
            onSave={exporting.saveOne}
          />
        </section>
      )}
      <Exports exporting={exporting} listed={listed} />
      {exporting.state === 'failed' && <Notice kind="danger">{texts.saveFailed}</Notice>}
    </div>
  )
}

interface OpenedProps {
  readonly content: OpenedContent
  readonly verifiedFrom: string | null
  readonly onShown: (() => void) | undefined
}

const withVerifiedFrom = (mail: ParsedMail, verifiedFrom: string | null): ParsedMail =>
  verifiedFrom === null ? mail : { ...mail, from: [{ name: '', address: verifiedFrom }] }

interface ExportsProps {
  readonly exporting: MailExport
  readonly listed: readonly MailAttachment[]
}

function Exports({ exporting, listed }: ExportsProps) {
  const texts = mailViewTexts(useLanguage().language)
  const isBusy = exporting.state === 'busy'
  return (
    <div className={styles.exports}>
      {listed.length > 1 && (
        <Button kind="quiet" onClick={() => exporting.saveAll(listed)} disabled={isBusy}>
          {texts.downloadAll}
        </Button>
      )}
      <Button kind="quiet" onClick={exporting.savePdf} disabled={isBusy}>
        {texts.downloadPdf}
      </Button>
      <Button kind="quiet" onClick={exporting.saveEml} disabled={isBusy}>
        {texts.downloadEml}
      </Button>
      <output>{isBusy && texts.saving}</output>
    </div>
  )
}
