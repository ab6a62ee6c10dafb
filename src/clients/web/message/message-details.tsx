import { useState } from 'react'
import type { MessageView } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { useLanguage } from '../texts/language.tsx'
import { isOver } from '../sent/shown-state.ts'
import { ExtendDialog } from './extend-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

/** When it was sent, how long it can be read, and the ways to change that. */
export function MessageDetails({ message }: { readonly message: MessageView }) {
  const { t, formats } = useLanguage()
  const [dialog, setDialog] = useState<'extend' | 'revoke' | null>(null)
  const [nowMs] = useState(() => Date.now())
  const isPast = new Date(message.expiresAt).getTime() <= nowMs
  const isRevoked = message.copies.every(({ state }) => state === 'revoked')
  const canBeOpened = message.copies.some((copy) => !isOver(copy.state))
  const close = () => setDialog(null)
  return (
    <Panel id="details" title={t.message.details}>
      <Facts
        facts={[
          { name: t.message.sentAt, value: formats.moment(message.sentAt) },
          ...(isRevoked
            ? [{ name: t.message.expiresAt, value: t.message.revokedEarlier }]
            : [
                {
                  name: isPast ? t.message.expiredAt : t.message.expiresAt,
                  value: formats.calendarDay(message.expiresOn),
                },
              ]),
          { name: t.message.size, value: formats.size(message.sizeBytes) },
        ]}
      />
      {message.removedAt === null && (
        <Actions>
          {!isPast && !isRevoked && (
            <Button onClick={() => setDialog('extend')} icon={<Icon name="waiting" />}>
              {t.message.extend}
            </Button>
          )}
          <Button onClick={() => setDialog('revoke')} icon={<Icon name="revoked" />}>
            {canBeOpened ? t.message.revoke : t.message.remove}
          </Button>
        </Actions>
      )}
      {dialog === 'extend' && <ExtendDialog message={message} onClose={close} />}
      {dialog === 'revoke' && <RevokeDialog message={message} onClose={close} />}
    </Panel>
  )
}
