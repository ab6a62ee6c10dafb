import { useInfiniteQuery } from '@tanstack/react-query'
import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { ListPage } from '../mail-list/list-page.tsx'
import { MailRows, MoreRows, WaitingRows } from '../mail-list/mail-rows.tsx'
import { useLanguage } from '../texts/language.tsx'
import { InboxRow } from './inbox-row.tsx'
import { inboxQuery } from './queries.ts'

/** What came to the account's mailboxes, newest first: messages of colleagues and answers of recipients. */
export function InboxPage() {
  const { t } = useLanguage()
  const inbox = useInfiniteQuery(inboxQuery)
  const entries = inbox.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <ListPage path="/inbox" title={t.inbox.title}>
      <ProblemNotice error={inbox.error} onRetry={() => void inbox.refetch()} />
      {inbox.isPending && <WaitingRows />}
      {entries.length > 0 && (
        <MailRows label={t.inbox.title}>
          {entries.map((entry) => (
            <InboxRow key={entry.id} entry={entry} />
          ))}
        </MailRows>
      )}
      {inbox.isSuccess && entries.length === 0 && <Nothing />}
      {inbox.hasNextPage && (
        <MoreRows onClick={() => void inbox.fetchNextPage()} isBusy={inbox.isFetchingNextPage}>
          {t.inbox.more}
        </MoreRows>
      )}
    </ListPage>
  )
}

function Nothing() {
  const { t } = useLanguage()
  const action = (
    <ButtonLink to="/sent" search={{}}>
      {t.inbox.emptyAction}
    </ButtonLink>
  )
  return <EmptyState title={t.inbox.emptyTitle} text={t.inbox.emptyText} action={action} />
}
