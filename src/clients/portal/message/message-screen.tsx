import { useCallback, useEffect, useId, useMemo, useState } from 'react'
import type { OpenedMessage } from '../../../contract/portal.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Drawing } from '../../ui/drawing.tsx'
import { respond } from '../../ui/drawings.ts'
import { FocusedNotice } from '../focused-notice.tsx'
import { useLanguage } from '../language.tsx'
import type { Conversation, PortalSession } from '../session/portal-session.ts'
import { useIdleLock } from '../use-idle-lock.ts'
import { Answers } from './answers.tsx'
import { ForgetDevice } from './forget-device.tsx'
import { LoadedMail } from './loaded-mail.tsx'
import styles from './message.module.css'
import { ReplyForm } from './reply-form.tsx'
import { useMail } from './use-mail.ts'
import { useReply } from './use-reply.ts'
import { useReplying, type Replying } from './use-replying.ts'

type Answer = OpenedMessage['answers'][number]

export interface MessageScreenProps {
  readonly conversation: Conversation
  readonly session: PortalSession
}

/** The opened message, the way to answer it, and the answers sent before. */
export function MessageScreen({ conversation, session }: MessageScreenProps) {
  const { t, formats } = useLanguage()
  const { opened, link } = conversation
  const [answers, setAnswers] = useState(opened.answers)
  const sentNow = useMemo(() => sentSince(opened.answers, answers), [opened.answers, answers])
  const replying = useReplying(session.draft !== null)
  const mail = useMail({ conversation, contentId: opened.contentId, sizeBytes: opened.sizeBytes, session })
  const original = mail.kind === 'ready' ? mail.mail : null
  const reply = useReply({
    conversation,
    session,
    original,
    onSent: (answer) => {
      setAnswers((before) => (before.some(({ id }) => id === answer.id) ? before : [...before, answer]))
      replying.finish()
    },
  })
  // Not while an answer is on its way: a large one may take longer than that.
  useIdleLock(
    useCallback(() => session.leave('idle'), [session]),
    reply.phase === 'writing',
  )
  const isReady = mail.kind === 'ready'
  const mayReply = conversation.answerTo !== null
  useEffect(() => {
    if (isReady) document.getElementById('page-heading')?.focus()
  }, [isReady])
  return (
    <div className={styles.layout}>
      <Card>
        <LoadedMail state={mail} timeZone={link.timeZone} onAgain={mail.again} />
      </Card>
      {reply.isSent && !replying.isOpen && (
        <FocusedNotice kind="success">{t.reply.sent(link.sender.name)}</FocusedNotice>
      )}
      <Answers answers={answers} sentNow={sentNow} conversation={conversation} session={session} />
      {replying.isOpen && <ReplyForm conversation={conversation} reply={reply} onCancel={replying.cancel} />}
      <p className={`${styles.muted} ${styles.notPrinted}`}>
        {t.message.keepNotice(formats.calendarDay(link.expiresOn))}
      </p>
      {conversation.trustsDevice && <ForgetDevice session={session} />}
      {!(replying.isOpen && mayReply) && <Dock isReady={isReady} replying={replying} session={session} />}
    </div>
  )
}

const sentSince = (before: readonly Answer[], now: readonly Answer[]): ReadonlySet<string> =>
  new Set(now.filter(({ id }) => !before.some((known) => known.id === id)).map(({ id }) => id))

interface DockProps {
  readonly isReady: boolean
  readonly replying: Replying
  readonly session: PortalSession
}

/** Stays at the lower edge, however long the message is. */
function Dock({ isReady, replying, session }: DockProps) {
  const { t } = useLanguage()
  const id = useId()
  useEffect(() => {
    if (replying.isCancelled) document.getElementById(id)?.focus()
  }, [id, replying.isCancelled])
  return (
    <div className={styles.dock}>
      <Button
        id={id}
        kind="primary"
        icon={<Drawing path={respond} />}
        disabled={!isReady || replying.isOpen}
        onClick={replying.begin}
      >
        {t.reply.reply}
      </Button>
      <Button onClick={() => session.leave('left')}>{t.message.leave}</Button>
    </div>
  )
}
