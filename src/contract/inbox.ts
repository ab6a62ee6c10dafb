import * as z from 'zod/mini'
import { done, endpoint, instant, mailAddress, nothing, pageQuery } from './endpoint.ts'
import { ids } from './identifiers.ts'
import { receivedState, sealedEnvelope } from './messages.ts'

/** Up to this many are counted. */
export const maxUnread = 100

export const inboxEntry = z.object({
  /** Names the entry; a page goes on before the last one. */
  id: ids.inboxEntry,
  /** A message from within the organisation, or what a recipient of one answered. */
  kind: z.enum(['message', 'answer']),
  /** The message itself, or the one that was answered. */
  messageId: ids.message,
  /** Where it came to. */
  mailboxId: ids.mailbox,
  /** The name is empty for an answer: its author is the recipient who passed the check. */
  from: z.object({ name: z.string(), address: mailAddress }),
  receivedAt: instant,
  /** Of the message; null when that cannot be opened. */
  sealedEnvelope: z.nullable(sealedEnvelope),
  state: receivedState,
  /** No member of the mailbox has read it, and it can be read. */
  isUnread: z.boolean(),
})
export type InboxEntry = z.output<typeof inboxEntry>

export const listInbox = endpoint({
  method: 'GET',
  path: '/api/inbox',
  access: 'account',
  summary: 'Messages and answers that came to the mailboxes of the session, newest first, before the entry `before`',
  query: pageQuery(ids.inboxEntry),
  body: nothing,
  response: z.object({
    entries: z.array(inboxEntry),
    next: z.nullable(ids.inboxEntry),
    /** In all pages, counted up to 100. */
    unread: z.int().check(z.minimum(0), z.maximum(maxUnread)),
  }),
})
export const markMessageRead = endpoint({
  method: 'POST',
  path: '/api/messages/:id/read',
  params: { id: ids.message },
  access: 'account',
  summary: 'Mark a received message as read, for all members of the mailbox it came to',
  errors: ['message.unknown'],
  body: nothing,
  response: done,
})
