import { useCallback, useMemo, useState } from 'react'
import { listedAttachments } from './inline-images.ts'
import type { MailAttachment, ParsedMail } from './parsed-mail.ts'

export interface ListedAttachments {
  readonly listed: readonly MailAttachment[]
  /** Told by the body, as often as it likes, which parts it shows as images. */
  readonly onDrawn: (parts: readonly MailAttachment[]) => void
}

const none: ReadonlySet<MailAttachment> = new Set()

/** The files of a mail to offer by name. What the text has once shown stays out of the list while this mail is open. */
export function useListedAttachments(mail: ParsedMail): ListedAttachments {
  const [drawn, setDrawn] = useState(none)
  const onDrawn = useCallback((parts: readonly MailAttachment[]) => {
    setDrawn((before) => (parts.every((part) => before.has(part)) ? before : new Set([...before, ...parts])))
  }, [])
  const listed = useMemo(() => listedAttachments(mail.attachments, drawn), [mail, drawn])
  return { listed, onDrawn }
}
