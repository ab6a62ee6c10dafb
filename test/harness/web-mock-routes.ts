/** The endpoints of the web app, acting on a `MockWorld`. */
import { randomBytes } from 'node:crypto'
import { messageNeedsAttention } from '../../src/clients/web/sent/shown-state.ts'
import { dayOf } from '../../src/lib/time/index.ts'
import * as identity from '../../src/contract/identity.ts'
import type { BodyOf, ResponseOf } from '../../src/contract/endpoint.ts'
import type { Authenticator, EndpointFor } from '../../src/platform/http/access.ts'
import * as messages from '../../src/contract/messages.ts'
import { decodeBase64Url } from '../../src/lib/bytes/index.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import type { AppPasswordId, SessionId } from '../../src/lib/id/identifiers.ts'
import { maskPhone, parsePhone } from '../../src/lib/phone/index.ts'
import {
  argon2Cost,
  parseCopyKeys,
  parseLinkSecret,
  recipientDigest,
  unwrapIdentity,
} from '../../src/lib/split-key/index.ts'
import { newId } from './identifiers.ts'
import { raise, recipientOfAddress, type MockMessage, type MockSession, type MockWorld } from './web-mock-world.ts'

export interface MockCall<Body = unknown> {
  readonly world: MockWorld
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Body
  readonly session: MockSession | null
  readonly setCookie: (value: string) => void
}

/** An endpoint that anyone or a signed-in account may call. */
export type MockEndpoint = EndpointFor<{ readonly account: Authenticator<{ readonly isAdmin: boolean }> }>

export interface MockRoute {
  readonly endpoint: MockEndpoint
  readonly handle: (call: MockCall) => unknown
}

const answered: MockRoute[] = []
const done = { done: true } as const
const key = () => randomBytes(32).toString('base64url')
const refuse = (code: string, text: string) => new AppError('refused', code, text)
const unknown = () => new AppError('not-found', 'message.unknown', 'There is no such message.')

function on<E extends MockEndpoint>(
  endpoint: E,
  handle: (call: MockCall<BodyOf<E>>) => ResponseOf<E> | Promise<ResponseOf<E>>,
): void {
  answered.push({ endpoint, handle: (call) => handle(call as MockCall<BodyOf<E>>) })
}

export const sessionOf = (world: MockWorld, token: string | null): MockSession | null =>
  world.sessions.find((session) => session.token === token) ?? null

function sessionView(world: MockWorld, session: MockSession | null): identity.SessionView {
  return {
    account: world.account,
    branding: world.branding,
    mailboxes: [world.mailbox, ...world.otherMailboxes],
    sessionShare: session?.share ?? raise('a session has a share'),
    idleMinutes: 30,
    recoveryCodesLeft: world.recoveryCodes.length,
    settings: { expiryDays: 30, maxExpiryDays: 365, timeZone: 'Europe/Berlin' },
    mailProgram: { host: 'mail.praxis-weber.example', tlsPort: 465, startTlsPort: 587 },
  }
}

on(identity.signInSalt, ({ world }) => ({ salt: world.credentials.salt, argon2: argon2Cost }))

on(identity.signIn, ({ world, body, setCookie }) => {
  if (body.address !== world.account.address || body.authKey !== world.credentials.authKey)
    throw refuse('identity.sign-in-refused', 'The address or the password is not correct.')
  const session = {
    id: newId<SessionId>(),
    token: key(),
    share: key(),
    device: 'Chrome on Linux',
    startedAt: world.now().toISOString(),
  }
  world.sessions.push(session)
  setCookie(session.token)
  return { ...sessionView(world, session), wrappedIdentity: world.credentials.wrappedIdentity }
})

on(identity.currentSession, ({ world, session }) => sessionView(world, session))

on(identity.signOut, ({ world, session, setCookie }) => {
  world.sessions = world.sessions.filter(({ id }) => id !== session?.id)
  setCookie('')
  return done
})

on(identity.listSessions, ({ world, session }) => ({
  sessions: world.sessions.map(({ id, device, startedAt }) => ({
    id,
    device,
    startedAt,
    lastSeenAt: world.now().toISOString(),
    current: id === session?.id,
  })),
}))

on(identity.endSession, ({ world, params }) => {
  world.sessions = world.sessions.filter(({ id }) => id !== params['id'])
  return done
})

function requireProof(world: MockWorld, proof: string): void {
  if (proof !== world.credentials.authKey)
    throw refuse('identity.password-wrong', 'The present password is not correct.')
}

/** Ends all sessions but one, and app passwords when wanted; gives their names. */
function endAccess(world: MockWorld, kept: string | null, revokeAppPasswords: boolean): identity.EndedAccess {
  const sessions = world.sessions.filter(({ id }) => id !== kept).map(({ device }) => device)
  const appPasswords = revokeAppPasswords ? world.appPasswords.map((one) => one.name) : []
  world.sessions = world.sessions.filter(({ id }) => id === kept)
  if (revokeAppPasswords) world.appPasswords = []
  return { sessions, appPasswords }
}

on(identity.provePassword, ({ world, body }) => {
  requireProof(world, body.passwordProof)
  return done
})

on(identity.changePassword, ({ world, body, session }) => {
  requireProof(world, body.oldAuthKey)
  world.credentials = { salt: body.salt, authKey: body.newAuthKey, wrappedIdentity: body.wrappedIdentity }
  return { ...done, ended: endAccess(world, session?.id ?? null, body.revokeAppPasswords ?? false) }
})

on(identity.setRecoveryCodes, ({ world, body }) => {
  requireProof(world, body.authKey)
  world.recoveryCodes = [...body.codes]
  return done
})

on(identity.listAppPasswords, ({ world }) => ({ appPasswords: [...world.appPasswords] }))

on(identity.addAppPassword, ({ world, body }) => {
  requireProof(world, body.passwordProof)
  const id = newId<AppPasswordId>()
  world.appPasswords.push({ id, name: body.name, createdAt: world.now().toISOString(), lastUsedAt: null })
  return { id }
})

on(identity.removeAppPassword, ({ world, params }) => {
  world.appPasswords = world.appPasswords.filter(({ id }) => id !== params['id'])
  return done
})

on(identity.startRecovery, ({ world, body }) => {
  const code = world.recoveryCodes.find(({ authKey }) => authKey === body.codeAuthKey)
  if (code === undefined || body.address !== world.account.address)
    throw refuse('identity.recovery-refused', 'The address or the code is not correct.')
  const recoveryToken = key()
  world.recoveryTokens.add(recoveryToken)
  world.recoveryCodes = world.recoveryCodes.filter((other) => other !== code)
  return { recoveryToken, wrappedIdentity: code.wrappedIdentity }
})

on(identity.finishRecovery, ({ world, body }) => {
  if (!world.recoveryTokens.delete(body.recoveryToken))
    throw refuse('identity.recovery-refused', 'This took too long. Begin again.')
  world.credentials = { salt: body.salt, authKey: body.authKey, wrappedIdentity: body.wrappedIdentity }
  return { ...done, ended: endAccess(world, null, body.revokeAppPasswords ?? true) }
})

const presented = (message: MockMessage): messages.MessageView => ({
  ...message.view,
  answers: message.answers.length,
  unreadAnswers: message.answers.filter(({ readAt }) => readAt === null).length,
})

const messageOf = (call: MockCall): MockMessage =>
  call.world.messages.find(({ view }) => view.id === call.params['id']) ??
  (() => {
    throw unknown()
  })()

on(messages.listSent, ({ world, query }) => {
  const limit = Math.min(Number(query['limit'] ?? '25'), 100)
  const before = query['before'] ?? null
  const sent = world.messages.filter(({ received }) => received === null)
  const start = before === null ? 0 : sent.findIndex(({ view }) => view.id === before) + 1
  const page = sent.slice(start, start + limit)
  const hasMore = start + limit < sent.length
  return { messages: page.map(presented), next: hasMore ? (page.at(-1)?.view.id ?? null) : null }
})

on(messages.listWaiting, ({ world, query }) => {
  const waiting = world.messages
    .filter(({ received }) => received === null)
    .map(presented)
    .filter(messageNeedsAttention)
  const start = waiting.findIndex(({ id }) => id === query['before']) + 1
  const page = waiting.slice(start, start + Number(query['limit'] ?? '25'))
  const next = start + page.length < waiting.length ? (page.at(-1)?.id ?? null) : null
  return { messages: page, next, waiting: Math.min(waiting.length, messages.maxWaiting) }
})

on(messages.readConversation, (call) => {
  const message = messageOf(call)
  const { contentId, answers, received } = message
  return { message: presented(message), contentId, answers, received, mayChange: received === null }
})

on(messages.readContent, ({ world, params }) => {
  const content = world.contents.get(params['id'] ?? '')
  if (content === undefined) throw unknown()
  return content
})

on(messages.revokeMessage, (call) => {
  const message = messageOf(call)
  const { copyIds } = call.body
  const copies = message.view.copies.map((copy) =>
    copyIds === undefined || copyIds.includes(copy.id) ? { ...copy, state: 'revoked' as const } : copy,
  )
  message.view = { ...message.view, copies }
  if (call.body.scope === 'recipients') return done
  message.view = { ...message.view, removedAt: call.world.now().toISOString(), sealedEnvelope: null }
  message.contentId = null
  return done
})

on(messages.extendMessage, (call) => {
  const message = messageOf(call)
  if (call.body.expiresAt <= message.view.expiresAt) throw refuse('message.bad-expiry', 'Choose a later day.')
  const expiresOn = dayOf(new Date(call.body.expiresAt), 'Europe/Berlin')
  message.view = { ...message.view, expiresOn, expiresAt: call.body.expiresAt }
  return done
})

on(messages.markAnswerRead, ({ world, params }) => {
  for (const { answers } of world.messages) {
    const at = answers.findIndex(({ id }) => id === params['id'])
    const answer = answers[at]
    if (answer !== undefined) answers[at] = { ...answer, readAt: world.now().toISOString() }
  }
  return done
})

function updateCopy(call: MockCall, change: Partial<messages.CopyView>): messages.CopyView {
  for (const message of call.world.messages) {
    const copy = message.view.copies.find(({ id }) => id === call.params['id'])
    if (copy === undefined) continue
    const copies = message.view.copies.map((other) => (other === copy ? { ...copy, ...change } : other))
    message.view = { ...message.view, copies }
    return copy
  }
  throw unknown()
}

on(messages.unlockCopy, (call) => {
  updateCopy(call, { state: 'notified' })
  return done
})

on(messages.completeCopy, async (call) => {
  const { linkSecret, serverShare, wrappedIdentity, accessKeyId } = call.body
  const copy = updateCopy(call, {})
  const recipient = recipientOfAddress(call.world, copy.address)
  if (recipient.view.check === null) throw refuse('copy.no-check', 'Choose a check first.')
  if ((recipient.access?.id ?? null) !== accessKeyId)
    throw new AppError('conflict', 'copy.check-changed', 'The access code changed.')
  const shares = {
    link: parseLinkSecret(linkSecret) ?? raise('a link secret has 27 characters'),
    serverShare: bytesOf(serverShare),
    accessKey: recipient.access === null ? new Uint8Array(0) : bytesOf(recipient.access.key),
    context: messages.copyWrapContext(copy.id),
  }
  const { conversation, mailbox } = parseCopyKeys(await unwrapIdentity(shares, bytesOf(wrappedIdentity)))
  if (mailbox !== (await recipientDigest(call.world.mailbox.recipient)))
    throw refuse('copy.bad-shares', 'Another mailbox.')
  call.world.completions.push({ copyId: copy.id, identity: conversation })
  const { check, maskedNumber } = recipient.view
  updateCopy(call, { state: 'queued', check, maskedNumber, newLinkRequestedAt: null, numberReportedWrongAt: null })
  return done
})

on(messages.listRecipients, ({ world, query }) => {
  const search = query['search'] ?? ''
  const views = [...world.recipients.values()].map(({ view }) => view).toReversed()
  const found = views.filter(({ address }) => address.includes(search))
  const start = found.findIndex(({ id }) => id === query['before']) + 1
  return { recipients: found.slice(start, start + messages.recipientsPageSize) }
})

on(messages.setRecipientCheck, ({ world, body }) => {
  const recipient = recipientOfAddress(world, body.address)
  const { check } = body
  recipient.access = check.check === 'access-code' ? { id: newId(), key: check.accessKey } : null
  recipient.view = {
    ...recipient.view,
    check: check.check,
    maskedNumber: check.check === 'sms' ? masked(check.number) : null,
  }
  return recipient.view
})

function masked(number: string): string {
  const phone = parsePhone(number)
  if (!phone.ok) throw new AppError('invalid', 'recipients.number-not-valid', phone.publicText)
  return maskPhone(phone.e164)
}

on(messages.recipientAccessKey, ({ world, params }) => {
  const recipient = [...world.recipients.values()].find(({ view }) => view.id === params['id'])
  return { accessKeyId: recipient?.access?.id ?? null, accessKey: recipient?.access?.key ?? null }
})

const bytesOf = (text: string): Uint8Array => decodeBase64Url(text) ?? raise('this is not base64url')

export const mockRoutes: readonly MockRoute[] = answered
