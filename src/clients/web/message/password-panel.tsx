import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { passwordPassedOn, readPassword, type MessageView } from '../../../contract/messages.ts'
import { openPassword } from '../../keys/web-envelope.ts'
import { UnopenableContentError } from '../../keys/open-content.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { CopyButton } from '../controls/copy-value.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { organisationQuery } from '../settings/organisation/queries.ts'
import { isOver, passwordIsAwaited, shownState } from '../sent/shown-state.ts'
import { useLanguage } from '../texts/language.tsx'
import { MailPasswordDialog, TextPasswordDialog } from './pass-password-on.tsx'
import styles from './password-panel.module.css'
import { messagesKey } from './queries.ts'
import { SpellDialog } from './spell-dialog.tsx'
import { useTellOf } from './use-tell-of.ts'

interface PasswordPanelProps {
  readonly message: MessageView
  readonly password: NonNullable<MessageView['password']>
}

/** The sender's copy of the password of encrypted files, opened in this browser, and the ways to pass it on. */
export function PasswordPanel({ message, password }: PasswordPanelProps) {
  const { t } = useLanguage()
  const isOpenable = message.copies.some((copy) => !isOver(shownState(copy, message)))
  return (
    <Panel id="password" title={t.message.password.title}>
      {password.state === 'kept' && <KeptPassword message={message} waits={passwordIsAwaited(message)} />}
      {password.state === 'erased' && (
        <p>
          {t.message.password.erased}
          {isOpenable &&
            ` ${password.passedOnAt === null ? t.message.password.erasedUnseen : t.message.password.linkStays}`}
        </p>
      )}
    </Panel>
  )
}

function KeptPassword({ message, waits }: { readonly message: MessageView; readonly waits: boolean }) {
  const { t, formats } = useLanguage()
  const session = useSignedIn()
  const opened = useQuery({
    queryKey: ['password', message.id],
    queryFn: async ({ signal }) => {
      const { sealed } = await callApi(readPassword, undefined, { params: { id: message.id }, signal })
      const identity = session.mailboxIdentities.get(message.mailboxId)
      if (identity === undefined) throw new UnopenableContentError()
      return openPassword({ id: message.id, sealed }, identity)
    },
    // Not longer in memory than it is on the page.
    gcTime: 0,
    retry: false,
  })
  const erasesAt = message.password?.erasesAt ?? null
  return (
    <div className={styles.password}>
      <Lead message={message} waits={waits} />
      {opened.isPending && <Busy>{t.message.password.opening}</Busy>}
      <ProblemNotice error={opened.error} onRetry={() => void opened.refetch()} />
      {opened.isSuccess && <Ways message={message} password={opened.data} />}
      {opened.isSuccess && waits && <PassedOn message={message} />}
      {erasesAt !== null && <p className={styles.muted}>{t.message.password.erases(formats.day(erasesAt))}</p>}
    </div>
  )
}

/** What is to be done with the password, or was. */
function Lead({ message, waits }: { readonly message: MessageView; readonly waits: boolean }) {
  const { t, formats } = useLanguage()
  const passedOnAt = message.password?.passedOnAt ?? null
  if (waits) return <Notice kind="warning">{t.message.password.waits}</Notice>
  return (
    <p>{passedOnAt === null ? t.message.password.lead : t.message.password.passedOnAt(formats.moment(passedOnAt))}</p>
  )
}

/** Who copied the password or read it aloud says so here; nothing else can know it. */
function PassedOn({ message }: { readonly message: MessageView }) {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useTellOf(message)
  const done = useMutation({
    mutationFn: () => callApi(passwordPassedOn, undefined, { params: { id: message.id } }),
    onSuccess: async () => {
      tell(t.message.password.passedOnNoted)
      await queries.invalidateQueries({ queryKey: [messagesKey] })
    },
  })
  return (
    <>
      <Actions>
        <Button onClick={() => done.mutate()} isBusy={done.isPending} icon={<Icon name="check" />}>
          {t.message.password.passedOn}
        </Button>
      </Actions>
      <ProblemNotice error={done.error} />
    </>
  )
}

function Ways({ message, password }: { readonly message: MessageView; readonly password: string }) {
  const { t } = useLanguage()
  const settings = useQuery(organisationQuery).data?.settings
  const [dialog, setDialog] = useState<'text' | 'spell' | 'mail' | null>(null)
  const close = () => setDialog(null)
  const texts = t.message.password
  const known = { message, password, onClose: close }
  return (
    <>
      <p className={styles.value} translate="no">
        {password}
      </p>
      <Actions>
        <CopyButton text={password} label={texts.copy} />
        {settings?.smsPasswords !== false && (
          <Button onClick={() => setDialog('text')} icon={<Icon name="phone" />}>
            {texts.text}
          </Button>
        )}
        <Button onClick={() => setDialog('spell')} icon={<Icon name="answer" />}>
          {texts.spell}
        </Button>
        {settings?.mailPasswords !== false && (
          <Button onClick={() => setDialog('mail')} icon={<Icon name="mail" />}>
            {`${texts.mail} (${texts.weaker})`}
          </Button>
        )}
      </Actions>
      {dialog === 'text' && <TextPasswordDialog {...known} />}
      {dialog === 'mail' && <MailPasswordDialog {...known} />}
      {dialog === 'spell' && <SpellDialog password={password} onClose={close} />}
    </>
  )
}
