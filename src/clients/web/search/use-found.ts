import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { InboxEntry } from '../../../contract/inbox.ts'
import type { MessageView } from '../../../contract/messages.ts'
import { useSignedIn } from '../app/use-session.ts'
import { inboxQuery } from '../inbox/queries.ts'
import { envelopeQuery, type Sealed } from '../message/queries.ts'
import { sentQuery } from '../sent/queries.ts'
import { matcherOf } from './matches.ts'

/** So many entries of each list are fetched and opened before the reader is asked whether to go on. */
const atOnce = 200

export type Found =
  | { readonly kind: 'sent'; readonly at: string; readonly message: MessageView }
  | { readonly kind: 'inbox'; readonly at: string; readonly entry: InboxEntry }

/**
 * What of Inbox and Sent has every word of the term in its subject, a name or an address, newest first. Everything is
 * compared in this browser: subjects are ciphertext for the server, and it is told no term.
 */
export function useFound(term: string) {
  const [wanted, setWanted] = useState(atOnce)
  const matches = matcherOf(term)
  const sent = useInfiniteQuery({ ...sentQuery, enabled: matches !== null })
  const inbox = useInfiniteQuery({ ...inboxQuery, enabled: matches !== null })
  const messages = sent.data?.pages.flatMap((page) => page.messages) ?? []
  const entries = inbox.data?.pages.flatMap((page) => page.entries) ?? []
  useGoOn(sent, matches !== null && messages.length < wanted)
  useGoOn(inbox, matches !== null && entries.length < wanted)
  const ofSent = useOpened(messages)
  const ofInbox = useOpened(entries.map(({ messageId, ...entry }) => ({ ...entry, id: messageId })))
  const found: Found[] = [
    ...messages.flatMap((message, at) =>
      matches?.([...(ofSent.texts[at] ?? []), ...message.copies.map(({ address }) => address)]) === true
        ? [{ kind: 'sent' as const, at: message.sentAt, message }]
        : [],
    ),
    ...entries.flatMap((entry, at) =>
      matches?.([...(ofInbox.texts[at] ?? []), entry.from.name, entry.from.address]) === true
        ? [{ kind: 'inbox' as const, at: entry.receivedAt, entry }]
        : [],
    ),
  ]
  return {
    isSearch: matches !== null,
    found: found.toSorted((a, b) => b.at.localeCompare(a.at)),
    searched: messages.length + entries.length,
    isBusy: matches !== null && (sent.isFetching || inbox.isFetching || ofSent.isOpening || ofInbox.isOpening),
    error: sent.error ?? inbox.error,
    hasOlder: sent.hasNextPage || inbox.hasNextPage,
    searchOlder: () => setWanted(wanted + atOnce),
  }
}

interface Paged {
  readonly hasNextPage: boolean
  readonly isFetching: boolean
  readonly isError: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

function useGoOn({ hasNextPage, isFetching, isError, fetchNextPage }: Paged, goesOn: boolean): void {
  useEffect(() => {
    if (goesOn && hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [goesOn, hasNextPage, isFetching, isError, fetchNextPage])
}

/** Subjects and names, as far as they can be opened. */
function useOpened(all: readonly Sealed[]) {
  const session = useSignedIn()
  return useQueries({
    queries: all.map((sealed) => envelopeQuery(sealed, session)),
    combine: (opened) => ({
      texts: opened.map(({ data }) => (data === undefined ? [] : [data.subject, ...Object.values(data.names ?? {})])),
      isOpening: opened.some(({ isPending }) => isPending),
    }),
  })
}
