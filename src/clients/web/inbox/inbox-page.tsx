import { useInfiniteQuery } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listInbox } from '../../../contract/inbox.ts'
import { Page } from '../app/page.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { MoreRows, Rows, WaitingRows } from '../controls/rows.tsx'
import { messagesKey } from '../message/queries.ts'
import { useLanguage } from '../texts/language.tsx'
import { InboxRow } from './inbox-row.tsx'
import { refreshEveryMs } from './queries.ts'

const firstPage: string | null = null
const pageSize = 25

/** What came to the account's mailboxes, newest first: messages of colleagues and answers of recipients. */
export function InboxPage() {
  const { t } = useLanguage()
  const inbox = useInfiniteQuery({
    queryKey: [messagesKey, 'inbox'],
    queryFn: ({ pageParam, signal }) =>
      callApi(listInbox, undefined, { query: { limit: pageSize, before: pageParam ?? undefined }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    refetchInterval: refreshEveryMs,
  })
  const entries = inbox.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <Page title={t.inbox.title}>
      <ProblemNotice error={inbox.error} onRetry={() => void inbox.refetch()} />
      {inbox.isPending && <WaitingRows />}
      {entries.length > 0 && (
        <Rows label={t.inbox.title} columns={[t.inbox.from, t.inbox.subject, t.inbox.date]}>
          {entries.map((entry) => (
            <InboxRow key={entry.id} entry={entry} />
          ))}
        </Rows>
      )}
      {inbox.isSuccess && entries.length === 0 && <Nothing />}
      {inbox.hasNextPage && (
        <MoreRows onClick={() => void inbox.fetchNextPage()} isBusy={inbox.isFetchingNextPage}>
          {t.inbox.more}
        </MoreRows>
      )}
    </Page>
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
