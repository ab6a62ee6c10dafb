import type { MessageView, ReceivedView } from '../../../contract/messages.ts'
import { Address } from '../../ui/address.tsx'
import { Facts } from '../../ui/facts.tsx'
import look from '../../ui/button.module.css'
import { Badge } from '../../ui/badge.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { useLanguage } from '../texts/language.tsx'
import { mailAddressLink } from './mail-address-link.ts'
import styles from './sender-panel.module.css'

interface Parts {
  readonly message: MessageView
  readonly received: ReceivedView
}

/** Who sent it, as the server knows them and not as the message says, and how long it can be read. */
export function SenderPanel({ message, received }: Parts) {
  const { t, formats } = useLanguage()
  const { from, state } = received
  const isOpen = state === 'open'
  return (
    <Panel id="sender" title={t.inbox.sender}>
      <div className={styles.person}>
        {from.name !== '' && <bdi className={styles.name}>{from.name}</bdi>}
        <Address address={from.address} />
      </div>
      <div>
        <Badge tone="good" icon="check">
          {t.inbox.verified}
        </Badge>
      </div>
      <Facts
        facts={[
          { name: t.message.sentAt, value: formats.moment(message.sentAt) },
          ...(state === 'revoked'
            ? []
            : [
                {
                  name: isOpen ? t.message.expiresAt : t.message.expiredAt,
                  value: formats.calendarDay(message.expiresOn),
                },
              ]),
          { name: t.message.size, value: formats.size(message.sizeBytes) },
        ]}
      />
    </Panel>
  )
}

/** What somebody can do with a message they got. */
export function AnswerPanel({ received }: Pick<Parts, 'received'>) {
  const { t } = useLanguage()
  const addresses = received.answersTo.map(({ address }) => address)
  return (
    <Panel id="answer" title={t.inbox.answerTitle}>
      <p className={styles.muted}>{t.inbox.answerText}</p>
      <ul className={styles.person}>
        {addresses.map((address) => (
          <li key={address}>
            <Address address={address} />
          </li>
        ))}
      </ul>
      <Actions>
        <a href={mailAddressLink(addresses)} className={`${look.button} ${look.secondary}`}>
          <Icon name="answer" />
          <span>{t.inbox.write}</span>
        </a>
      </Actions>
    </Panel>
  )
}

/** Leads who has the sending mailbox as well to what its sender sees. */
export function SentPanel({ message }: Pick<Parts, 'message'>) {
  const { t } = useLanguage()
  return (
    <Panel id="sent" title={t.app.sent}>
      <p className={styles.muted}>{t.inbox.own}</p>
      <Actions>
        <ButtonLink to="/messages/$id" params={{ id: message.id }}>
          {t.inbox.toSent}
        </ButtonLink>
      </Actions>
    </Panel>
  )
}
