import * as z from 'zod/mini'
import { routeRules, routes } from '../lib/policy/routes.ts'
import { checkKind } from './check-kind.ts'
import {
  base64url,
  day,
  done,
  endpoint,
  instant,
  key32,
  mailAddress,
  nothing,
  orNothing,
  pageQuery,
} from './endpoint.ts'
import { ids } from './identifiers.ts'

/** Where one recipient's copy stands. */
export const copyState = z.enum(['parked', 'queued', 'notified', 'failed', 'opened', 'locked', 'revoked', 'expired'])
export type CopyState = z.output<typeof copyState>

export const route = z.enum(routes)
export const routeRule = z.enum(routeRules)

export const copyView = z.object({
  id: ids.copy,
  recipientId: ids.recipient,
  address: mailAddress,
  check: z.nullable(checkKind),
  maskedNumber: z.nullable(z.string()),
  state: copyState,
  /** An attachment or a direct mail cannot be revoked once it has left; the link beside an attachment can. */
  route,
  routeRule,
  /** The page behind the link asks for the password of the encrypted files in place of an agreed access code. */
  asksForPassword: z.boolean(),
  /** The recipient has a mailbox here and reads it signed in: there is no check and no link to send. */
  signsIn: z.boolean(),
  notifiedAt: z.nullable(instant),
  openedAt: z.nullable(instant),
  /** The recipient says the link is damaged and asks for a new one. */
  newLinkRequestedAt: z.nullable(instant),
  numberReportedWrongAt: z.nullable(instant),
})
export type CopyView = z.output<typeof copyView>

/**
 * The JSON of `MessageEnvelope` for the mailbox's members: beside the encapsulation of the content (`splitExportedEnvelope`),
 * or as an age file to the mailbox: of copies that came to a colleague, and of messages without a seed.
 */
export const sealedEnvelope = base64url(65_536)
export const messageView = z.object({
  id: ids.message,
  mailboxId: ids.mailbox,
  sentAt: instant,
  /** The last day on which recipients can open it; it ends at `expiresAt`. */
  expiresOn: day,
  expiresAt: instant,
  /** Contents destroyed for everyone, the sender included. */
  removedAt: z.nullable(instant),
  sizeBytes: z.int(),
  sealedEnvelope: z.nullable(sealedEnvelope),
  copies: z.array(copyView),
  /** The password of the encrypted attachments, when it was put before the sender; `passedOnAt` is null while it waits. */
  password: z.nullable(
    z.object({ state: z.enum(['kept', 'erased']), erasesAt: z.nullable(instant), passedOnAt: z.nullable(instant) }),
  ),
  answers: z.int(),
  unreadAnswers: z.int(),
})
export type MessageView = z.output<typeof messageView>
/** What the sealed envelope holds once the mailbox opened it. */
export interface MessageEnvelope {
  /**
   * The message it was sealed for. A client refuses another one: whoever can write the database could otherwise put one
   * message's envelope in the place of another's, and the sender would wrap its key for the wrong recipient.
   */
  readonly messageId: string
  /** Opens the content: the message's seed (`contentFileKey`), in earlier messages the identity of their conversation. */
  readonly conversationIdentity: string
  /**
   * base64url, 32 bytes: what the identities for the answers of each copy follow from (`answerIdentity`). Null in messages
   * of version 0.1.0, whose copies all answer to the conversation.
   */
  readonly answersKey: string | null
  readonly subject: string
  /** What the author called recipients in To and Cc, by lower-case address; in the sender's own envelope alone, and not in messages of version 0.1.0. */
  readonly names?: Readonly<Record<string, string>>
}
export const answerView = z.object({
  id: ids.answer,
  copyId: ids.copy,
  fromAddress: mailAddress,
  verifiedBy: checkKind,
  receivedAt: instant,
  sizeBytes: z.int(),
  contentId: ids.content,
  readAt: z.nullable(instant),
})
export type AnswerView = z.output<typeof answerView>

/** Whether somebody who signs in can still open what they got. */
export const receivedState = z.enum(['open', 'revoked', 'expired'])
/** How a message came to a mailbox of the session. */
export const receivedView = z.object({
  mailboxId: ids.mailbox,
  from: z.object({ name: z.string(), address: mailAddress }),
  /** Where its author wants answers to go. */
  answersTo: z.array(z.object({ name: z.string(), address: z.string().check(z.maxLength(254)) })).check(z.minLength(1)),
  state: receivedState,
  /** Null once it cannot be opened. */
  sealedEnvelope: z.nullable(sealedEnvelope),
  /** When a member of the mailbox opened it first. */
  openedAt: z.nullable(instant),
})
export type ReceivedView = z.output<typeof receivedView>

export const listSent = endpoint({
  method: 'GET',
  path: '/api/sent',
  access: 'account',
  summary: 'Sent sealed messages, newest first, before the message `before`',
  query: pageQuery(ids.message),
  body: nothing,
  response: z.object({ messages: z.array(messageView), next: z.nullable(ids.message) }),
})
/** Up to this many are counted. */
export const maxWaiting = 100
export const listWaiting = endpoint({
  method: 'GET',
  path: '/api/waiting',
  access: 'account',
  summary:
    'Sent messages with something to do for a member of their mailbox (a check is missing, a number is wrong, a link is asked for, a lock, a failure, a password to pass on, a new answer), newest first, before the message `before`',
  query: pageQuery(ids.message),
  body: nothing,
  response: z.object({
    messages: z.array(messageView),
    next: z.nullable(ids.message),
    /** In all pages, counted up to 100. */
    waiting: z.int().check(z.minimum(0), z.maximum(maxWaiting)),
  }),
})
export const readConversation = endpoint({
  method: 'GET',
  path: '/api/messages/:id',
  params: { id: ids.message },
  access: 'account',
  summary:
    'A message with its answers; who only received it gets their own copy, without other recipients and without answers',
  errors: ['message.unknown'],
  body: nothing,
  response: z.object({
    message: messageView,
    contentId: z.nullable(ids.content),
    answers: z.array(answerView),
    /** The session may revoke, extend, complete, unlock and pass passwords on: it has the mailbox it was sent from. */
    mayChange: z.boolean(),
    /** Null when it came to no mailbox of the session. */
    received: z.nullable(receivedView),
  }),
})
export const readContent = endpoint({
  method: 'GET',
  path: '/api/contents/:id',
  params: { id: ids.content },
  access: 'account',
  summary: 'Ciphertext (an age file) of a message or an answer',
  errors: ['content.unknown', 'blobs.missing'],
  body: nothing,
  response: z.unknown(),
  stream: 'response',
})
export const revokeMessage = endpoint({
  method: 'POST',
  path: '/api/messages/:id/revoke',
  params: { id: ids.message },
  access: 'account',
  summary: 'Destroy the recipients’ key shares, or everything',
  errors: ['message.unknown', 'message.nothing-to-revoke'],
  body: z.object({
    scope: z.enum(['recipients', 'everyone']),
    copyIds: z.optional(z.array(ids.copy).check(z.maxLength(1000))),
  }),
  response: done,
})
export const extendMessage = endpoint({
  method: 'POST',
  path: '/api/messages/:id/extend',
  params: { id: ids.message },
  access: 'account',
  summary: 'A later expiry, within the organisation’s limit, while the message has not expired',
  errors: ['message.unknown', 'message.ended', 'message.bad-expiry'],
  body: z.object({ expiresAt: instant }),
  response: done,
})
export const markAnswerRead = endpoint({
  method: 'POST',
  path: '/api/answers/:id/read',
  params: { id: ids.answer },
  access: 'account',
  summary: 'Mark an answer as read',
  errors: ['message.unknown'],
  body: nothing,
  response: done,
})
export const unlockCopy = endpoint({
  method: 'POST',
  path: '/api/copies/:id/unlock',
  params: { id: ids.copy },
  access: 'account',
  summary: 'Lift the lock after too many wrong codes',
  errors: ['message.unknown', 'recipients.unknown'],
  body: nothing,
  response: done,
})
/** Bound into a sealed envelope, so that it is none for another message. */
export const envelopeContext = (messageId: string): string => `message-envelope:${messageId}`
/** Bound into the wrap of a copy's keys, so that a wrap cannot be moved to another copy. */
export const copyWrapContext = (copyId: string): string => `copy:${copyId}`

/** Completes a parked copy, or replaces a damaged link: the sender’s client made both shares and the wrap. */
export const completeCopy = endpoint({
  method: 'POST',
  path: '/api/copies/:id/complete',
  params: { id: ids.copy },
  access: 'account',
  summary: 'Add the recipient’s wrap and send the notification',
  errors: [
    'message.unknown',
    'message.ended',
    'copy.bad-shares',
    'copy.no-check',
    'copy.check-changed',
    'copy.signs-in',
  ],
  body: z.object({
    linkSecret: base64url(20).check(z.length(27)),
    serverShare: key32,
    wrappedIdentity: base64url(8192),
    accessKeyId: z.nullable(ids.accessKey),
    /** For the notification; the server keeps it no longer than the mail is queued. */
    subject: z.nullable(z.string().check(z.maxLength(998))),
  }),
  response: done,
})

/** The password as it is read aloud and typed: four groups of four characters. */
const attachmentPassword = z.string().check(z.regex(/^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$/))

/** What the sealed password holds once the mailbox opened it; a client refuses the one of another message. */
export interface SealedPassword {
  readonly messageId: string
  readonly password: string
}

export const readPassword = endpoint({
  method: 'GET',
  path: '/api/messages/:id/password',
  params: { id: ids.message },
  access: 'account',
  summary:
    'The password of the encrypted attachments, as an age file to the mailbox that holds the JSON of SealedPassword',
  errors: ['message.unknown', 'password.none', 'password.erased'],
  body: nothing,
  response: z.object({ sealed: base64url(4096), erasesAt: instant }),
})
export const textPassword = endpoint({
  method: 'POST',
  path: '/api/messages/:id/password/text',
  params: { id: ids.message },
  access: 'account',
  summary: 'Send the password to a phone now; the sender’s client opened it before',
  errors: [
    'message.unknown',
    'password.none',
    'password.erased',
    'password.no-texts',
    'password.number-refused',
    'sms.number-not-usable',
    'sms.country-not-allowed',
    'sms.budget-used-up',
  ],
  body: z.object({ password: attachmentPassword, number: z.string().check(z.minLength(4), z.maxLength(40)) }),
  response: done,
})
export const mailPassword = endpoint({
  method: 'POST',
  path: '/api/messages/:id/password/mail',
  params: { id: ids.message },
  access: 'account',
  summary: 'Send the password to a second mail address, never to one of the recipients; weaker than a phone',
  errors: [
    'message.unknown',
    'password.none',
    'password.erased',
    'password.no-mails',
    'password.same-mailbox',
    'delivery.bad-address',
  ],
  body: z.object({ password: attachmentPassword, address: mailAddress }),
  response: done,
})
export const passwordPassedOn = endpoint({
  method: 'POST',
  path: '/api/messages/:id/password/passed-on',
  params: { id: ids.message },
  access: 'account',
  summary: 'The sender has told the password, at the telephone or in person: it no longer waits for them',
  errors: ['message.unknown', 'password.none', 'password.erased'],
  body: nothing,
  response: done,
})

export const recipientView = z.object({
  id: ids.recipient,
  address: mailAddress,
  check: z.nullable(checkKind),
  maskedNumber: z.nullable(z.string()),
  lockedAt: z.nullable(instant),
  /** The route this recipient always takes; null follows the rules of the organisation. */
  route: z.nullable(route),
})
export type RecipientView = z.output<typeof recipientView>
/** A full page may be followed by another one: ask again with `before`, the id of its last recipient. */
export const recipientsPageSize = 100
export const listRecipients = endpoint({
  method: 'GET',
  path: '/api/recipients',
  access: 'account',
  summary: 'Outside recipients of the organisation, newest first, before the recipient `before`',
  query: z.object({
    search: z._default(z.string().check(z.maxLength(300)), ''),
    before: orNothing(ids.recipient),
  }),
  body: nothing,
  response: z.object({ recipients: z.array(recipientView) }),
})
const newCheck = z.discriminatedUnion('check', [
  z.object({ check: z.literal('sms'), number: z.string().check(z.minLength(4), z.maxLength(40)) }),
  z.object({ check: z.literal('access-code'), salt: base64url(16).check(z.minLength(22)), accessKey: key32 }),
  z.object({ check: z.literal('email') }),
])
const numbers = [
  'recipients.number-empty',
  'recipients.number-too-long',
  'recipients.number-not-a-number',
  'recipients.number-national-form',
  'recipients.number-not-valid',
  'recipients.number-no-country',
  'recipients.number-cannot-receive-texts',
] as const
export const setRecipientCheck = endpoint({
  method: 'PUT',
  path: '/api/recipients',
  access: 'account',
  summary: 'Set and remember how a recipient proves who they are',
  errors: [
    'recipients.address-invalid',
    ...numbers,
    'recipients.country-not-allowed',
    'recipients.access-key-invalid',
    'recipients.unknown',
  ],
  body: z.object({ address: mailAddress, check: newCheck }),
  response: recipientView,
})
export const setRecipientRoute = endpoint({
  method: 'PUT',
  path: '/api/recipients/:id/route',
  params: { id: ids.recipient },
  access: 'account',
  summary: 'The route a recipient always takes; null follows the rules of the organisation',
  errors: ['recipients.unknown'],
  body: z.object({ route: z.nullable(route) }),
  response: recipientView,
})
/** Given to the sender’s client only to compute a wrap; null unless the check is an access code. */
export const recipientAccessKey = endpoint({
  method: 'POST',
  path: '/api/recipients/:id/access-key',
  params: { id: ids.recipient },
  access: 'account',
  summary: 'Derived access code of a recipient',
  errors: ['recipients.unknown'],
  body: nothing,
  response: z.object({ accessKeyId: z.nullable(ids.accessKey), accessKey: z.nullable(key32) }),
})
