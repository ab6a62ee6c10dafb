import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { readPassword, type MessageView } from '../../../contract/messages.ts'
import { openPassword } from '../../keys/web-envelope.ts'
import { UnopenableContentError } from '../../keys/open-content.ts'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Busy } from '../controls/busy.tsx'
import { CopyButton } from '../controls/copy-value.tsx'
import { Icon } from '../controls/icon.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { organisationQuery } from '../settings/organisation/queries.ts'
import { useLanguage } from '../texts/language.tsx'
import { MailPasswordDialog, TextPasswordDialog } from './pass-password-on.tsx'
import styles from './password-panel.module.css'
import { SpellDialog } from './spell-dialog.tsx'

interface PasswordPanelProps {
  readonly message: MessageView
  readonly password: NonNullable<MessageView['password']>
}

/** The sender's copy of the password of encrypted files, opened in this browser, and the ways to pass it on. */
export function PasswordPanel({ message, password }: PasswordPanelProps) {
  const { t } = useLanguage()
  return (
    <Panel id="password" title={t.message.password.title}>
      {password.state === 'erased' ? <p>{t.message.password.erased}</p> : <KeptPassword message={message} />}
    </Panel>
  )
}

function KeptPassword({ message }: { readonly message: MessageView }) {
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
      <p>{t.message.password.lead}</p>
      {opened.isPending && <Busy>{t.message.password.opening}</Busy>}
      <ProblemNotice error={opened.error} onRetry={() => void opened.refetch()} />
      {opened.isSuccess && <Ways message={message} password={opened.data} />}
      {erasesAt !== null && <p className={styles.muted}>{t.message.password.erases(formats.day(erasesAt))}</p>}
    </div>
  )
}

function Ways({ message, password }: { readonly message: MessageView; readonly password: string }) {
  const { t } = useLanguage()
  const settings = useQuery(organisationQuery).data?.settings
  const [dialog, setDialog] = useState<'text' | 'spell' | 'mail' | null>(null)
  const close = () => setDialog(null)
  const texts = t.message.password
  const known = { messageId: message.id, password, onClose: close }
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
