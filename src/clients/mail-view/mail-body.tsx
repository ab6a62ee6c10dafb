import { useCallback, useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { openInlineImages, type InlineImages } from './inline-images.ts'
import { MailFrame } from './mail-frame.tsx'
import styles from './mail-view.module.css'
import type { MailViewTexts } from './mail-view-texts.ts'
import type { MailAttachment, ParsedMail } from './parsed-mail.ts'
import { PlainText } from './plain-text.tsx'
import { PrintCopy } from './print-copy.tsx'
import { sanitiseHtml } from './sanitise-html.ts'

export interface MailBodyProps {
  readonly mail: ParsedMail
  readonly language: string
  readonly texts: MailViewTexts
  /** Told which parts are shown as images, so that they need not be offered as files. */
  readonly onDrawn: (parts: readonly MailAttachment[]) => void
}

/** The text of a mail: HTML in its frame, plain text as it is. Images from other hosts wait for a click. */
export function MailBody({ mail, language, texts, onDrawn }: MailBodyProps) {
  if (mail.html !== null)
    return <HtmlBody key={mail.html} mail={mail} html={mail.html} language={language} texts={texts} onDrawn={onDrawn} />
  if (mail.text !== null && mail.text.trim() !== '') return <PlainText text={mail.text} />
  // An invitation says what it has to say above the text.
  return mail.events.length > 0 ? null : <p className={styles.muted}>{texts.noText}</p>
}

function HtmlBody({ mail, html, language, texts, onDrawn }: MailBodyProps & { readonly html: string }) {
  const [showsRemoteImages, setShowsRemoteImages] = useState(false)
  const [hasRemoteImages] = useState(
    () => sanitiseHtml(html, { resolveContentId: () => null, keepRemoteImages: false }).hasRemoteImages,
  )
  const { addresses, parts } = useInlineImages(mail)
  const resolveContentId = useCallback((id: string) => addresses.get(id) ?? null, [addresses])
  const onImages = useCallback(
    (shown: readonly string[]) => onDrawn(shown.flatMap((address) => parts.get(address) ?? [])),
    [parts, onDrawn],
  )
  return (
    <div className={styles.stack}>
      {hasRemoteImages && !showsRemoteImages && (
        <Notice kind="info">
          <p>{texts.remoteHidden}</p>
          <Button onClick={() => setShowsRemoteImages(true)}>{texts.showImages}</Button>
        </Notice>
      )}
      <MailFrame
        html={html}
        title={texts.messageText}
        language={language}
        showsRemoteImages={showsRemoteImages}
        resolveContentId={resolveContentId}
        onImages={onImages}
      />
      <PrintCopy html={html} resolveContentId={resolveContentId} />
    </div>
  )
}

type Opened = Pick<InlineImages, 'addresses' | 'parts'>

const noImages: Opened = { addresses: new Map(), parts: new Map() }

function useInlineImages(mail: ParsedMail): Opened {
  const [opened, setOpened] = useState(noImages)
  useEffect(() => {
    const opening = openInlineImages(mail.attachments)
    let isCurrent = true
    opening.then(
      (images) => isCurrent && setOpened(images),
      // An image that cannot be decoded is missing from the text and still offered as a file.
      () => undefined,
    )
    return () => {
      isCurrent = false
      opening.then(
        (images) => images.release(),
        () => undefined,
      )
    }
  }, [mail])
  return opened
}
