import { useState } from 'react'
import type { MessageView } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Icon } from '../controls/icon.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { useLanguage } from '../texts/language.tsx'
import { ExtendDialog } from './extend-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

/** When it was sent, how long it can be read, and the ways to change that. */
export function MessageDetails({ message }: { readonly message: MessageView }) {
  const { t, formats } = useLanguage()
  const { mailboxes } = useSignedIn().view
  const [dialog, setDialog] = useState<'extend' | 'revoke' | null>(null)
  const [nowMs] = useState(() => Date.now())
  const isOver = new Date(message.expiresAt).getTime() <= nowMs
  const isWithdrawn = message.copies.every(({ state }) => state === 'revoked')
  const from = mailboxes.find(({ id }) => id === message.mailboxId)?.address
  const close = () => setDialog(null)
  return (
    <Panel id="details" title={t.message.details}>
      <Facts
        facts={[
          ...(from === undefined ? [] : [{ name: t.message.from, value: from }]),
          { name: t.message.sentAt, value: formats.moment(message.sentAt) },
          { name: isOver ? t.message.expiredAt : t.message.expiresAt, value: formats.day(message.expiresAt) },
          { name: t.message.size, value: formats.size(message.sizeBytes) },
        ]}
      />
      {message.removedAt === null && (
        <Actions>
          {!isOver && !isWithdrawn && (
            <Button onClick={() => setDialog('extend')} icon={<Icon name="waiting" />}>
              {t.message.extend}
            </Button>
          )}
          <Button onClick={() => setDialog('revoke')} icon={<Icon name="withdrawn" />}>
            {t.message.revoke}
          </Button>
        </Actions>
      )}
      {dialog === 'extend' && <ExtendDialog message={message} onClose={close} />}
      {dialog === 'revoke' && <RevokeDialog message={message} onClose={close} />}
    </Panel>
  )
}
