import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { MessageView } from '../../../contract/messages.ts'
import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { ListPage } from '../mail-list/list-page.tsx'
import { MailRows, MoreRows, WaitingRows } from '../mail-list/mail-rows.tsx'
import { useLanguage } from '../texts/language.tsx'
import { MessageRow } from './message-row.tsx'
import { sentQuery } from './queries.ts'
import styles from './sent-page.module.css'
import { messageNeedsAttention } from './shown-state.ts'

export type SentShow = 'all' | 'attention'

/** So many make a page of "needs attention" before further ones are asked for. */
const pageSize = 25
/** How far "needs attention" looks back by itself; further on request. */
const searchedAtOnce = 200

/** The sealed messages of the account's mailboxes, newest first. */
export function SentPage({ show }: { readonly show: SentShow }) {
  const { t } = useLanguage()
  const sent = useInfiniteQuery(sentQuery)
  const all = sent.data?.pages.flatMap((page) => page.messages) ?? []
  const attention = all.filter(messageNeedsAttention)
  const { fetchNextPage, hasNextPage, isFetching } = sent
  const goesOn = show === 'attention' && attention.length < pageSize && all.length < searchedAtOnce
  useEffect(() => {
    if (goesOn && hasNextPage && !isFetching) void fetchNextPage()
  }, [goesOn, hasNextPage, isFetching, fetchNextPage])

  const shown = show === 'all' ? all : attention
  return (
    <ListPage path="/sent" title={t.sent.title} aside={<Filter show={show} attention={attention.length} />}>
      <ProblemNotice error={sent.error} onRetry={() => void sent.refetch()} />
      {sent.isPending && <WaitingRows />}
      {shown.length > 0 && <MessageList messages={shown} show={show} />}
      {sent.isSuccess && shown.length === 0 && !(hasNextPage || isFetching) && <Nothing show={show} />}
      {hasNextPage && !goesOn && (
        <MoreRows onClick={() => void fetchNextPage()} isBusy={sent.isFetchingNextPage}>
          {show === 'all' ? t.sent.more : t.sent.searchOlder}
        </MoreRows>
      )}
    </ListPage>
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

function MessageList({ messages, show }: { readonly messages: readonly MessageView[]; readonly show: SentShow }) {
  const { t } = useLanguage()
  return (
    <MailRows label={t.sent.title}>
      {messages.map((message) => (
        <MessageRow key={message.id} message={message} {...(show === 'attention' ? { list: show } : {})} />
      ))}
    </MailRows>
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
