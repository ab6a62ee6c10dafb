import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { Drawing } from '../../ui/drawing.tsx'
import { sent } from '../../ui/drawings.ts'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { FocusedNotice } from '../focused-notice.tsx'
import { useLanguage } from '../language.tsx'
import type { Conversation } from '../session/portal-session.ts'
import styles from './message.module.css'
import { ReplyFiles } from './reply-files.tsx'
import { maxFilesBytes } from './send-answer.ts'
import type { Reply } from './use-reply.ts'

export interface ReplyFormProps {
  readonly conversation: Conversation
  readonly reply: Reply
  readonly onCancel: () => void
}

/** Writes and sends an answer. Cancelling keeps what was written, in case it was not meant. */
export function ReplyForm({ conversation, reply, onCancel }: ReplyFormProps) {
  const { t, formats } = useLanguage()
  const { draft } = reply
  const text = useRef<HTMLTextAreaElement>(null)
  const [isEmpty, setIsEmpty] = useState(false)
  useEffect(() => text.current?.focus(), [])
  const limitBytes = maxFilesBytes(conversation.opened.maxAnswerBytes)
  const isTooLarge = draft.files.reduce((sum, file) => sum + file.size, 0) > limitBytes
  const isBusy = reply.phase !== 'writing'
  if (conversation.answerTo === null) return <FocusedNotice kind="danger">{t.problems['key-unverified']}</FocusedNotice>
  const submit = (submission: FormEvent) => {
    submission.preventDefault()
    const hasNothing = draft.text.trim() === '' && draft.files.length === 0
    setIsEmpty(hasNothing)
    if (hasNothing) return text.current?.focus()
    if (!isTooLarge) reply.send()
  }
  return (
    <Card labelledBy="reply-heading">
      <form className={styles.stack} onSubmit={submit} noValidate>
        <h2 id="reply-heading">{t.reply.heading(conversation.link.sender.name)}</h2>
        <TextArea
          label={t.reply.text}
          hint={t.reply.intro}
          value={draft.text}
          onValue={(value) => reply.change({ text: value })}
          problem={isEmpty && draft.text.trim() === '' ? t.reply.textEmpty : undefined}
          inputRef={text}
        />
        <ReplyFiles files={draft.files} limitBytes={limitBytes} onChange={(files) => reply.change({ files })} />
        {isTooLarge && <Notice kind="danger">{t.reply.tooLarge(formats.size(limitBytes))}</Notice>}
        <ReplyProgress reply={reply} />
        <div className={styles.actions}>
          <Button kind="primary" type="submit" icon={<Drawing path={sent} />} isBusy={isBusy}>
            {t.reply.send}
          </Button>
          <Button kind="quiet" onClick={onCancel} disabled={isBusy}>
            {t.reply.cancel}
          </Button>
        </div>
      </form>
    </Card>
  )
}

function ReplyProgress({ reply }: { readonly reply: Reply }) {
  const { t } = useLanguage()
  if (reply.phase === 'encrypting') return <Progress label={t.reply.encrypting} />
  if (reply.phase === 'sending') return <Progress label={t.reply.sending} share={reply.share} />
  if (reply.problem === undefined) return null
  return (
    <Notice kind="danger">
      <p>{t.reply.failed}</p>
      <p>{t.problems[reply.problem]}</p>
    </Notice>
  )
}
