import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { useSignedIn } from '../app/use-session.ts'
import { envelopeQuery } from '../message/queries.ts'
import { sentQuery } from '../sent/queries.ts'

/**
 * What authors called recipients in the messages listed under Sent, the newest first; empty where they gave no name. The
 * server keeps none: names are read from envelopes that this browser opens.
 */
export function useRecipientNames(): (address: string) => string {
  const session = useSignedIn()
  const sent = useInfiniteQuery(sentQuery)
  const messages = sent.data?.pages.flatMap((page) => page.messages) ?? []
  const names = useQueries({
    queries: messages.map((message) => envelopeQuery(message, session)),
    combine: (opened) =>
      Object.fromEntries(opened.toReversed().flatMap(({ data }) => Object.entries(data?.names ?? {}))),
  })
  return (address) => names[address.toLowerCase()] ?? ''
}
