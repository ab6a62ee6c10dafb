import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import type { RecipientView } from '../../../contract/messages.ts'
import { Address } from '../../ui/address.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../frame/page.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Busy } from '../../ui/busy.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import { ChangeCheckDialog } from './change-check-dialog.tsx'
import { recipientsQuery } from './queries.ts'
import styles from './recipients-page.module.css'
import { useRecipientNames } from './use-recipient-names.ts'

/** Everybody outside who got a sealed message, and how each proves who they are. */
export function RecipientsPage() {
  const { t } = useLanguage()
  const { recipientSearch = '' } = useLocation({ select: ({ state }) => state })
  const [typed, setTyped] = useState(recipientSearch)
  const search = useDeferredValue(typed.trim().toLowerCase())
  const recipients = useInfiniteQuery({ ...recipientsQuery(search), placeholderData: keepPreviousData })
  const found = recipients.data?.pages.flat() ?? []
  const nameOf = useRecipientNames()
  const [changing, setChanging] = useState<RecipientView | null>(null)
  return (
    <Page intro={t.recipients.intro}>
      <search className={styles.search}>
        <TextField label={t.recipients.search} value={typed} onValue={setTyped} type="search" maxLength={254} />
      </search>
      <ProblemNotice error={recipients.error} onRetry={() => void recipients.refetch()} />
      {recipients.isPending && <Busy>{t.app.loading}</Busy>}
      {found.length > 0 && (
        <ul className={styles.list} aria-label={t.recipients.title}>
          {found.map((recipient) => (
            <li key={recipient.id} className={styles.recipient}>
              <Recipient
                recipient={recipient}
                name={nameOf(recipient.address)}
                onChange={() => setChanging(recipient)}
              />
            </li>
          ))}
        </ul>
      )}
      {recipients.hasNextPage && (
        <div>
          <Button onClick={() => void recipients.fetchNextPage()} isBusy={recipients.isFetchingNextPage}>
            {t.recipients.more}
          </Button>
        </div>
      )}
      {recipients.isSuccess && found.length === 0 && <Nothing search={search} />}
      {changing !== null && <ChangeCheckDialog recipient={changing} onClose={() => setChanging(null)} />}
    </Page>
  )
}

interface RecipientProps {
  readonly recipient: RecipientView
  /** Empty where nobody has told it. */
  readonly name: string
  readonly onChange: () => void
}

function Recipient({ recipient, name, onChange }: RecipientProps) {
  const { t, formats } = useLanguage()
  const { check, maskedNumber, lockedAt } = recipient
  const action = check === null ? t.recipients.choose : t.recipients.change
  return (
    <>
      <span className={styles.who}>
        {name !== '' && <bdi>{name}</bdi>}
        <span className={name === '' ? undefined : styles.muted}>
          <Address address={recipient.address} />
        </span>
      </span>
      <span className={styles.check}>
        {check === null && (
          <Badge tone="warn" icon="waiting">
            {t.recipients.none}
          </Badge>
        )}
        {check !== null && (
          <Badge
            tone={check === 'email' ? 'warn' : 'calm'}
            icon={({ sms: 'phone', 'access-code': 'key', email: 'mail' } as const)[check]}
          >
            {t.message.checkNames[check]}
          </Badge>
        )}
        {maskedNumber !== null && <span className={styles.muted}>{maskedNumber}</span>}
        {lockedAt !== null && (
          <Badge tone="bad" icon="lock">
            {t.recipients.locked(formats.day(lockedAt))}
          </Badge>
        )}
      </span>
      <Button onClick={onChange} label={t.app.about(action, recipient.address)}>
        {action}
      </Button>
    </>
  )
}

function Nothing({ search }: { readonly search: string }) {
  const { t } = useLanguage()
  if (search !== '') return <output>{t.recipients.nothingFound(search)}</output>
  return <EmptyState title={t.recipients.emptyTitle} text={t.recipients.emptyText} />
}
