import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { callApi } from '../../../contract/client.ts'
import { listSent, type MessageView } from '../../../contract/messages.ts'
import { Page } from '../app/page.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { MoreRows, Rows, WaitingRows } from '../controls/rows.tsx'
import { messagesKey } from '../message/queries.ts'
import { useLanguage } from '../texts/language.tsx'
import { MessageRow } from './message-row.tsx'
import styles from './sent-page.module.css'
import { messageNeedsAttention } from './shown-state.ts'

export type SentShow = 'all' | 'attention'

const firstPage: string | null = null
const pageSize = 25
const refreshEveryMs = 60_000
/** How far "needs attention" looks back by itself; further on request. */
const searchedAtOnce = 200

/** The sealed messages of the account's mailboxes, newest first. */
export function SentPage({ show }: { readonly show: SentShow }) {
  const { t } = useLanguage()
  const sent = useInfiniteQuery({
    queryKey: [messagesKey, 'sent'],
    queryFn: ({ pageParam, signal }) =>
      callApi(listSent, undefined, { query: { limit: pageSize, before: pageParam ?? undefined }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    refetchInterval: refreshEveryMs,
  })
  const all = sent.data?.pages.flatMap((page) => page.messages) ?? []
  const attention = all.filter(messageNeedsAttention)
  const { fetchNextPage, hasNextPage, isFetching } = sent
  const goesOn = show === 'attention' && attention.length < pageSize && all.length < searchedAtOnce
  useEffect(() => {
    if (goesOn && hasNextPage && !isFetching) void fetchNextPage()
  }, [goesOn, hasNextPage, isFetching, fetchNextPage])

  const shown = show === 'all' ? all : attention
  return (
    <Page title={t.sent.title} aside={<Filter show={show} attention={attention.length} />}>
      <ProblemNotice error={sent.error} onRetry={() => void sent.refetch()} />
      {sent.isPending && <WaitingRows />}
      {shown.length > 0 && <MessageList messages={shown} />}
      {sent.isSuccess && shown.length === 0 && !(hasNextPage || isFetching) && <Nothing show={show} />}
      {hasNextPage && !goesOn && (
        <MoreRows onClick={() => void fetchNextPage()} isBusy={sent.isFetchingNextPage}>
          {show === 'all' ? t.sent.more : t.sent.searchOlder}
        </MoreRows>
      )}
    </Page>
  )
}

function Filter({ show, attention }: { readonly show: SentShow; readonly attention: number }) {
  const { t } = useLanguage()
  return (
    <nav className={styles.filter} aria-label={t.sent.filter}>
      <Link to="/sent" search={{}} className={styles.tab} aria-current={show === 'all' ? 'page' : undefined}>
        {t.sent.all}
      </Link>
      <Link
        to="/sent"
        search={{ show: 'attention' }}
        className={styles.tab}
        aria-current={show === 'attention' ? 'page' : undefined}
      >
        {t.sent.attention}
        {attention > 0 && <span className={styles.count}>{attention}</span>}
      </Link>
    </nav>
  )
}

function MessageList({ messages }: { readonly messages: readonly MessageView[] }) {
  const { t } = useLanguage()
  return (
    <Rows label={t.sent.title} columns={[t.sent.to, t.sent.subject, t.sent.state, t.sent.date]}>
      {messages.map((message) => (
        <MessageRow key={message.id} message={message} />
      ))}
    </Rows>
  )
}

function Nothing({ show }: { readonly show: SentShow }) {
  const { t } = useLanguage()
  if (show === 'attention') {
    const action = (
      <ButtonLink to="/sent" search={{}}>
        {t.sent.emptyAttentionAction}
      </ButtonLink>
    )
    return <EmptyState title={t.sent.emptyAttentionTitle} text={t.sent.emptyAttentionText} action={action} />
  }
  const action = (
    <ButtonLink to="/settings/set-up" kind="primary">
      {t.sent.emptyAction}
    </ButtonLink>
  )
  return <EmptyState title={t.sent.emptyTitle} text={t.sent.emptyText} steps={t.sent.emptySteps} action={action} />
}
