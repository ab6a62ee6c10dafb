/** The inbox, as the mock of the web app's server keeps it: what colleagues sent, and the answers to what was sent. */
import * as contract from '../../src/contract/inbox.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import type { MockRoute } from './web-mock-routes.ts'
import { addMessage, plainMail, raise, type MockMessage, type MockWorld } from './web-mock-world.ts'

export interface MockReceived {
  readonly subject: string
  readonly sentAt: Date
  readonly from?: { readonly name: string; readonly address: string }
  readonly answersTo?: { readonly name: string; readonly address: string }
  /** The account's own unless this says otherwise. */
  readonly mailbox?: MockWorld['mailbox']
  readonly state?: 'open' | 'revoked' | 'expired'
  readonly read?: boolean
}

const colleague = { name: 'Dr. Jonas Falk', address: 'jonas.falk@praxis-weber.example' }

/** Puts a message into the world that a colleague sent to one of the mailboxes. */
export function receiveMessage(world: MockWorld, mail: MockReceived): MockMessage {
  const { subject, sentAt, from = colleague, mailbox = world.mailbox, state = 'open' } = mail
  const openedAt = mail.read === true ? new Date(sentAt.getTime() + 60_000).toISOString() : undefined
  const ended = {
    open: openedAt === undefined ? 'notified' : 'opened',
    revoked: 'revoked',
    expired: 'expired',
  } as const
  const message = addMessage(world, {
    subject,
    sentAt,
    copies: [
      {
        address: mailbox.address,
        state: ended[state],
        check: null,
        signsIn: true,
        ...(openedAt === undefined ? {} : { openedAt }),
      },
    ],
    mime: plainMail(subject, mailbox.address, `"${from.name}" <${from.address}>`),
  })
  const sealedEnvelope = state === 'open' ? message.view.sealedEnvelope : null
  message.view = { ...message.view, mailboxId: mailbox.id, sealedEnvelope }
  if (state !== 'open') message.contentId = null
  message.received = {
    mailboxId: mailbox.id,
    from,
    answersTo: [mail.answersTo ?? from],
    state,
    sealedEnvelope,
    openedAt: openedAt ?? null,
  }
  return message
}

function entriesOf({ view, received, answers }: MockMessage): contract.InboxEntry[] {
  const { id: messageId, mailboxId, sealedEnvelope } = view
  if (received === null)
    return answers.map(({ id, fromAddress: address, receivedAt, readAt }) => ({
      id,
      kind: 'answer',
      messageId,
      mailboxId,
      from: { name: '', address },
      receivedAt,
      sealedEnvelope,
      state: 'open',
      isUnread: readAt === null,
    }))
  const { from, state, openedAt } = received
  return [
    {
      id: view.copies[0]?.id ?? raise('a received message has a copy'),
      kind: 'message',
      messageId,
      mailboxId,
      from,
      receivedAt: view.sentAt,
      sealedEnvelope,
      state,
      isUnread: state === 'open' && openedAt === null,
    },
  ]
}

export const inboxRoutes: readonly MockRoute[] = [
  {
    endpoint: contract.listInbox,
    handle: ({ world, query }) => {
      const all = world.messages.flatMap(entriesOf).toSorted((a, b) => b.receivedAt.localeCompare(a.receivedAt))
      const limit = Number(query['limit'] ?? '30')
      const start = all.findIndex(({ id }) => id === query['before']) + 1
      const entries = all.slice(start, start + limit)
      const next = start + limit < all.length ? (entries.at(-1)?.id ?? null) : null
      const unread = all.filter(({ isUnread }) => isUnread).length
      return { entries, next, unread: Math.min(unread, contract.maxUnread) }
    },
  },
  {
    endpoint: contract.markMessageRead,
    handle: ({ world, params }) => {
      const message = world.messages.find(({ view, received }) => view.id === params['id'] && received !== null)
      if (message === undefined || message.received === null)
        throw new AppError('not-found', 'message.unknown', 'There is no such message.')
      message.received = { ...message.received, openedAt: message.received.openedAt ?? world.now().toISOString() }
      return { done: true }
    },
  },
]
