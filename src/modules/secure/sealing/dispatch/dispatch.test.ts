import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeFormer } from '../../../../../test/harness/former-message.ts'
import { newId } from '../../../../../test/harness/identifiers.ts'
import { paramsOf } from '../../../../../test/harness/queued-mail.ts'
import { createSealingWorld, type SealingWorld } from '../../../../../test/harness/sealing-world.ts'
import type { SealedPassword } from '../../../../contract/messages.ts'
import { isAttachmentPassword } from '../../../../lib/attachment-password/index.ts'
import { decodeBase64Url } from '../../../../lib/bytes/index.ts'
import { AppError } from '../../../../lib/errors/app-error.ts'
import type { CopyId, MessageId } from '../../../../lib/id/identifiers.ts'
import { parseLinkSecret, stretchAccessCode } from '../../../../lib/split-key/index.ts'
import { decryptBytes, generateIdentity } from '../../../../platform/age/index.ts'
import { argon2id } from '../../../../platform/argon2/argon2id.ts'
import { unwrapIdentitySync } from '../../../../platform/split-key/index.ts'
import type { PackRequest } from '../../packaging/index.ts'
import type { QueuedMail } from '../index.ts'
import { sweepPackages } from './end-copies.ts'

let world: SealingWorld
let packed: PackRequest[]
let patients = 0
let patient = ''
let realPack: SealingWorld['pack']
beforeAll(async () => {
  world = await createSealingWorld()
  realPack = world.pack
})
afterAll(() => world.close())
beforeEach(() => {
  world.queued.length = 0
  world.texts.length = 0
  world.cancelled.length = 0
  world.domainRules.length = 0
  Object.assign(world.settings, {
    route: 'attachment',
    copyPasswordToSender: false,
    smsPasswords: true,
    mailPasswords: true,
  })
  world.deps.clock.advance(1000)
  patient = `patient${++patients}@mail.example`
  packed = []
  world.pack = (request) => {
    packed.push({ ...request, content: Buffer.from(request.content) })
    const bytes = (name: string) => Buffer.from(`${name} under ${request.password}`)
    return Promise.resolve({ kind: 'packed', zip: bytes('zip'), pdf: bytes('pdf'), attachments: 1, notes: [] })
  }
})

const phone = '+4915112345678'
const textOf = (extra = '') =>
  `From: doctor@praxis.example\r\nTo: ${patient}\r\nMessage-ID: <befund@praxis.example>\r\nSubject: Befund\r\n${extra}\r\nAlles gut.\r\n`

async function accept(recipients: readonly string[], extra = ''): Promise<MessageId> {
  return (await world.sealing.acceptMail(world.mail(textOf(extra), recipients))).messageId
}

function job(task: string) {
  const found = world.sealing.jobs.find((definition) => definition.task === task)
  if (found === undefined) throw new Error(`no job ${task}`)
  return found
}
const payloadOf = (messageId: MessageId) => ({ organisationId: world.organisationId, messageId })
const dispatch = (messageId: MessageId) => job('sealing.dispatch').run(payloadOf(messageId))

async function send(recipients: readonly string[], extra = ''): Promise<MessageId> {
  const messageId = await accept(recipients, extra)
  await dispatch(messageId)
  return messageId
}

const viewOf = async (messageId: MessageId) => (await world.sealing.readConversation(world.member, messageId)).message
const copiesOf = async (messageId: MessageId) => (await viewOf(messageId)).copies
const kinds = () => world.queued.map(({ kind, to }) => `${kind} ${to}`)
const mailOf = (kind: string): QueuedMail => {
  const mail = world.queued.find((queued) => queued.kind === kind)
  if (mail === undefined) throw new Error(`no ${kind}`)
  return mail
}

const hook = (
  tx: 'sent' | 'failed',
  mail: QueuedMail,
  cause: 'attachment-refused' | 'no-verified-tls' | 'message-too-large' | 'other' = 'other',
) =>
  world.deps.database.withOrganisation(world.organisationId, async (open) => {
    const copyId = mail.ref?.id ?? newId<CopyId>()
    if (tx === 'sent') return world.sealing.notificationSent(open, { copyId })
    return world.sealing.notificationFailed(open, { copyId, cause, isReported: true })
  })

async function rowsOf(table: 'dispatches' | 'packages' | 'fallbacks'): Promise<number> {
  const { rows } = await world.deps.database.ownerPool.query<{ held: number }>(
    `select count(*)::int as held from sealpost.${table}`,
  )
  return rows[0]?.held ?? -1
}

async function filesOf(mail: QueuedMail): Promise<string[]> {
  const parts = 'attachments' in mail.compose ? (mail.compose.attachments ?? []) : []
  return Promise.all(parts.map(async (part) => (await world.sealing.openStored(world.organisationId, part)).toString()))
}

async function shownPassword(messageId: MessageId): Promise<string> {
  const { sealed } = await world.sealing.readPassword(world.member, messageId)
  const opened = decryptBytes(decodeBase64Url(sealed) ?? new Uint8Array(), [world.mailbox.identity])
  const { messageId: named, password } = JSON.parse(Buffer.from(opened).toString()) as SealedPassword
  expect(named).toBe(messageId)
  return password
}

/** Opens the portal copy behind the link of a mail. */
async function openPortal(mail: QueuedMail, accessKey: Uint8Array): Promise<boolean> {
  const [, token = '', secret = ''] = /\/o\/([\w-]{22})#([\w-]{27})$/.exec(String(paramsOf(mail)['link'])) ?? []
  const found = await world.sealing.guest.findLink(token)
  const link = parseLinkSecret(secret)
  if (found === null || link === null) return false
  return world.deps.database.withOrganisation(found.organisationId, async (tx) => {
    const { serverShare, wrappedIdentity, wrapContext } = await world.sealing.guest.releaseShare(tx, found.copyId)
    unwrapIdentitySync({ link, serverShare, accessKey, context: wrapContext }, wrappedIdentity)
    return true
  })
}

describe('encrypted files', () => {
  test('leave in one mail with the portal link, and the password goes to the phone that was named', async () => {
    const messageId = await send([patient, `${phone}@sms.local`])
    expect(kinds()).toEqual([`attachment-message ${patient}`])
    const [text] = world.texts
    expect(isAttachmentPassword(text?.password ?? '')).toBe(true)
    expect(await filesOf(mailOf('attachment-message'))).toEqual([
      `zip under ${text?.password}`,
      `pdf under ${text?.password}`,
    ])
    expect(packed[0]?.content.toString()).toContain('Alles gut.')
    expect(paramsOf(mailOf('attachment-message'))).toMatchObject({
      passwordBy: 'sms',
      maskedPhone: '+49151****78',
      check: 'sms',
      portalPassword: false,
      reference: text?.reference,
      thread: { messageId: '<befund@praxis.example>' },
    })
    expect(await copiesOf(messageId)).toMatchObject([
      { route: 'attachment', routeRule: 'organisation', state: 'queued' },
    ])
    expect((await viewOf(messageId)).password).toBeNull()
    expect(await openPortal(mailOf('attachment-message'), new Uint8Array(0))).toBe(true)
  })

  test('have their password in the sender’s sealed inbox when no phone is named, and the portal asks for the same one', async () => {
    const messageId = await send([patient])
    expect(kinds()).toEqual([`attachment-message ${patient}`, 'password-ready doctor@praxis.example'])
    const password = await shownPassword(messageId)
    expect(await filesOf(mailOf('attachment-message'))).toContain(`zip under ${password}`)
    expect(paramsOf(mailOf('password-ready'))).toMatchObject({ reason: 'no-phone' })
    expect(JSON.stringify(world.queued)).not.toContain(password)
    expect(paramsOf(mailOf('attachment-message'))).toMatchObject({ check: 'access-code', portalPassword: true })
    await expect(openPortal(mailOf('attachment-message'), new Uint8Array(0))).rejects.toThrow()
    const token = /\/o\/([\w-]{22})#/.exec(String(paramsOf(mailOf('attachment-message'))['link']))?.[1] ?? ''
    const link = await world.sealing.guest.findLink(token)
    const salt = await world.deps.database.withOrganisation(
      world.organisationId,
      async (tx) => (await world.sealing.guest.readCopy(tx, link?.copyId ?? newId<CopyId>()))?.accessSalt,
    )
    const accessKey = await stretchAccessCode(argon2id, password, salt ?? new Uint8Array())
    expect(await openPortal(mailOf('attachment-message'), accessKey)).toBe(true)
  })

  test('are behind a portal link that a mail alone does not open, though a phone is named beside an e-mail check', async () => {
    world.setCheck(patient, 'email')
    await send([patient, `${phone}@sms.local`])
    const mail = mailOf('attachment-message')
    expect(paramsOf(mail)).toMatchObject({ check: 'access-code', portalPassword: true, passwordBy: 'sms' })
    await expect(openPortal(mail, new Uint8Array(0))).rejects.toThrow()
  })

  test('leave at the first try when the phone that was named cannot be remembered', async () => {
    world.refusesNumbers = true
    const messageId = await send([patient, `${phone}@sms.local`]).finally(() => (world.refusesNumbers = false))
    expect(paramsOf(mailOf('attachment-message'))).toMatchObject({ check: 'access-code', portalPassword: true })
    expect(await copiesOf(messageId)).toMatchObject([{ route: 'attachment', state: 'queued' }])
  })

  test('do not promise a text that was refused: the mail names the sender, who gets the password', async () => {
    world.refusesNumbers = true
    await send([patient, `${phone}@sms.local`]).finally(() => (world.refusesNumbers = false))
    expect(paramsOf(mailOf('attachment-message'))).toMatchObject({ passwordBy: 'sender', maskedPhone: null })
    expect(paramsOf(mailOf('password-ready'))).toMatchObject({ reason: 'text-failed' })
  })

  test('are packed again when a check became one that a mail alone passes', async () => {
    world.setCheck(patient, 'sms')
    const { pack } = world
    world.pack = (request) => {
      world.setCheck(patient, 'email')
      return pack(request)
    }
    const messageId = await accept([patient])
    await expect(dispatch(messageId)).rejects.toThrow('sealing.check-changed')
    expect(world.queued).toEqual([])
    await dispatch(messageId)
    expect(paramsOf(mailOf('attachment-message'))).toMatchObject({ check: 'access-code', portalPassword: true })
  })

  test('leave an access code alone that was agreed while they were packed', async () => {
    const { pack } = world
    world.pack = (request) => {
      world.setCheck(patient, 'access-code', new Uint8Array(32))
      return pack(request)
    }
    await send([patient, `${phone}@sms.local`])
    expect(paramsOf(mailOf('attachment-message'))).toMatchObject({ check: 'access-code', portalPassword: false })
  })

  test('are packed once for all recipients, each of whom gets a link of their own', async () => {
    const other = `other${patients}@mail.example`
    await send([patient, other])
    expect(packed).toHaveLength(1)
    const links = world.queued.filter(({ kind }) => kind === 'attachment-message').map((mail) => paramsOf(mail)['link'])
    expect(new Set(links).size).toBe(2)
    expect(world.queued.filter(({ kind }) => kind === 'password-ready')).toHaveLength(1)
  })

  test('are sent once, however often the job runs', async () => {
    const messageId = await send([patient])
    await dispatch(messageId)
    await Promise.all([dispatch(messageId), dispatch(messageId)])
    expect(world.queued.filter(({ kind }) => kind === 'attachment-message')).toHaveLength(1)
  })

  test('are made once even when two processes work on the same order', async () => {
    const messageId = await accept([patient])
    await Promise.all([dispatch(messageId), dispatch(messageId)])
    expect(world.queued.filter(({ kind }) => kind === 'attachment-message')).toHaveLength(1)
  })

  test('are never packed by all workers at once, however many wait, so that codes find one free', async () => {
    for (let count = 0; count < 20; count++) await accept([patient])
    const { rows } = await world.deps.database.ownerPool.query<{ queue: string | null }>(
      `select distinct queue_name as queue from graphile_worker.jobs where task_identifier = 'sealing.dispatch'`,
    )
    expect(rows.length).toBeLessThan(8)
    expect(rows).not.toContainEqual({ queue: null })
  })

  test('never have their password mailed to a recipient of the message, only to another address', async () => {
    const [local] = patient.split('@')
    await send([patient], `X-Sealpost-Password-To: ${local}+x@mail.example, second@other.example\r\n`)
    expect(world.queued.filter(({ kind }) => kind === 'password').map(({ to }) => to)).toEqual(['second@other.example'])
  })

  test('are real ones: the ZIP and the PDF of the packaging module', async () => {
    world.pack = realPack
    await send([patient])
    const [zip, pdf] = await filesOf(mailOf('attachment-message'))
    expect([zip?.slice(0, 2), pdf?.slice(0, 8)]).toEqual(['PK', '%PDF-2.0'])
  })
})

describe('what cannot be packed', () => {
  test.each([
    ['too large', { kind: 'too-large' } as const, 'too-large', 'too-large-for-attachment'],
    ['not packable', new AppError('broken', 'packaging.failed', 'no'), 'not-packable', 'not-packable'],
  ])(
    '%s takes the portal; without a check it is parked, and the sender is told',
    async (_what, outcome, rule, notice) => {
      world.pack = () => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome))
      const known = `known${patients}@mail.example`
      world.setCheck(known, 'sms')
      const messageId = await send([patient, known])
      expect(
        (await copiesOf(messageId)).map(({ route, routeRule, state }) => `${route} ${routeRule} ${state}`).toSorted(),
      ).toEqual([`portal ${rule} parked`, `portal ${rule} queued`])
      expect(kinds().toSorted()).toEqual([
        'message-parked doctor@praxis.example',
        `new-message ${known}`,
        'sender-notice doctor@praxis.example',
      ])
      expect(paramsOf(mailOf('sender-notice'))['what']).toBe(notice)
      expect(world.texts).toEqual([])
    },
  )

  test('takes the portal after the last attempt that failed for another reason', async () => {
    world.setCheck(patient, 'sms')
    world.pack = () => Promise.reject(new AppError('unavailable', 'packaging.busy', 'later'))
    const messageId = await accept([patient])
    await expect(dispatch(messageId)).rejects.toThrow('packaging.busy')
    expect(world.queued).toEqual([])
    await job('sealing.dispatch').onFinalFailure?.(payloadOf(messageId))
    expect(kinds()).toContain(`new-message ${patient}`)
  })

  test('takes the portal when the sender’s key was exchanged, and no password is sealed to the new one', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await accept([patient, `${phone}@sms.local`])
    await world.deps.database.ownerPool.query('update sealpost.messages set mailbox_recipient = $1 where id = $2', [
      generateIdentity().recipient,
      messageId,
    ])
    await expect(dispatch(messageId)).rejects.toMatchObject({ code: 'target.not-authentic' })
    expect([world.queued, world.texts]).toEqual([[], []])
    await job('sealing.dispatch').onFinalFailure?.(payloadOf(messageId))
    expect(kinds()).toContain(`new-message ${patient}`)
    expect(world.texts).toEqual([])
    expect((await viewOf(messageId)).password).toBeNull()
  })

  test('of version 0.1.0, whose order knows no keys for answers, opens with the conversation’s', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await accept([patient])
    await makeFormer(world, messageId)
    const { ownerPool } = world.deps.database
    const { rows } = await ownerPool.query<{ sealed: Buffer }>(
      'select sealed_order as sealed from sealpost.dispatches where message_id = $1',
      [messageId],
    )
    const context = `dispatches.order:${messageId}`
    const order: unknown = JSON.parse(
      (await world.deps.shred.open(rows[0]?.sealed ?? Buffer.alloc(0), context)).toString('utf8'),
    )
    const { answers: _none, ...old } = Object(order) as Record<string, unknown>
    await ownerPool.query('update sealpost.dispatches set sealed_order = $1 where message_id = $2', [
      world.deps.transit.seal(Buffer.from(JSON.stringify(old)), context),
      messageId,
    ])
    await job('sealing.dispatch').onFinalFailure?.(payloadOf(messageId))
    expect(await openPortal(mailOf('new-message'), new Uint8Array(0))).toBe(true)
  })

  test('whose job is gone takes the portal after a day', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await accept([patient])
    await job('sealing.sweep-dispatches').run({})
    expect(world.queued).toEqual([])
    world.deps.clock.advance(24 * 3600_000)
    await job('sealing.sweep-dispatches').run({})
    expect(kinds()).toContain(`new-message ${patient}`)
    expect(await copiesOf(messageId)).toMatchObject([{ route: 'portal', routeRule: 'not-packable' }])
  })
})

describe('a mail with encrypted files', () => {
  test('that has left leaves neither package nor fallback behind', async () => {
    const before = [await rowsOf('packages'), await rowsOf('fallbacks')]
    await send([patient])
    expect([await rowsOf('packages'), await rowsOf('fallbacks')]).toEqual(before.map((held) => held + 1))
    await hook('sent', mailOf('attachment-message'))
    expect([await rowsOf('packages'), await rowsOf('fallbacks')]).toEqual(before)
    expect(await rowsOf('dispatches')).toBe(0)
    await expect(filesOf(mailOf('attachment-message'))).rejects.toThrow()
  })

  test('keeps its package while the mail to another recipient waits', async () => {
    await send([patient, `other${patients}@mail.example`])
    const [first, second] = world.queued.filter(({ kind }) => kind === 'attachment-message')
    if (first === undefined || second === undefined) throw new Error('two mails')
    await hook('sent', first)
    expect(await filesOf(second)).toHaveLength(2)
    await hook('sent', second)
    await expect(filesOf(second)).rejects.toThrow()
  })

  test.each([
    ['attachment-refused', 'attachment-refused', 'sent-through-portal'],
    ['message-too-large', 'too-large', 'too-large-for-attachment'],
  ] as const)('refused as %s goes out again through the portal with the same link', async (cause, rule, notice) => {
    const messageId = await send([patient])
    const first = mailOf('attachment-message')
    world.queued.length = 0
    expect(await hook('failed', first, cause)).toEqual({ isReplaced: true })
    expect(kinds()).toEqual([`new-message ${patient}`, 'sender-notice doctor@praxis.example'])
    expect(paramsOf(mailOf('new-message'))).toMatchObject({ link: paramsOf(first)['link'], portalPassword: true })
    expect(paramsOf(mailOf('sender-notice'))['what']).toBe(notice)
    expect(await copiesOf(messageId)).toMatchObject([{ route: 'portal', routeRule: rule, state: 'queued' }])
    expect(await hook('failed', first, cause)).toEqual({ isReplaced: false })
  })

  test('that fails for another reason is a failure', async () => {
    const messageId = await send([patient])
    expect(await hook('failed', mailOf('attachment-message'), 'other')).toEqual({ isReplaced: false })
    expect(await copiesOf(messageId)).toMatchObject([{ route: 'attachment', state: 'failed' }])
  })
})

describe('a direct message', () => {
  beforeEach(() => {
    world.settings.route = 'direct'
  })

  test('leaves as it is, with the demand for verified TLS and the hosts the administrator listed', async () => {
    world.domainRules.push({ domain: '.example', route: 'direct', listedHosts: ['mx.mail.example'] })
    await send([patient])
    const mail = mailOf('direct-message')
    expect(mail.tls).toEqual({ kind: 'verified', listedHosts: ['mx.mail.example'] })
    const stored = 'stored' in mail.compose ? mail.compose.stored : { contentId: '', identity: '' }
    expect((await world.sealing.openStored(world.organisationId, stored)).toString()).toContain('Alles gut.')
    expect(world.texts).toEqual([])
  })

  test('that has left can be opened nowhere else: no share and no wrap stays', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await send([patient])
    await hook('sent', mailOf('direct-message'))
    const { rows } = await world.deps.database.ownerPool.query(
      'select 1 from sealpost.copies where message_id = $1 and (sealed_share is not null or wrapped_identity is not null)',
      [messageId],
    )
    expect(rows).toEqual([])
    expect(await copiesOf(messageId)).toMatchObject([{ route: 'direct', state: 'notified' }])
  })

  test('takes the portal where no verified TLS can be had', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await send([patient])
    expect(await hook('failed', mailOf('direct-message'), 'no-verified-tls')).toEqual({ isReplaced: true })
    expect(kinds()).toContain(`new-message ${patient}`)
    expect(await copiesOf(messageId)).toMatchObject([
      { route: 'portal', routeRule: 'no-verified-tls', state: 'queued' },
    ])
  })

  test('is parked there when the recipient has no check', async () => {
    const messageId = await send([patient])
    expect(await hook('failed', mailOf('direct-message'), 'no-verified-tls')).toEqual({ isReplaced: true })
    expect(kinds()).toContain('message-parked doctor@praxis.example')
    expect(await copiesOf(messageId)).toMatchObject([{ route: 'portal', state: 'parked' }])
  })
})

describe('a message that was revoked', () => {
  test('before it was packed does not leave', async () => {
    const messageId = await accept([patient])
    await world.sealing.revoke(world.member, { messageId, scope: 'recipients' })
    await dispatch(messageId)
    expect(world.queued).toEqual([])
    expect(packed).toEqual([])
  })

  test('while it was packed does not leave', async () => {
    const messageId = await accept([patient])
    const pack = world.pack
    world.pack = async (request) => {
      await world.sealing.revoke(world.member, { messageId, scope: 'recipients' })
      return pack(request)
    }
    await dispatch(messageId)
    expect(world.queued).toEqual([])
    expect(world.texts).toEqual([])
  })

  test('while its mail waits is taken back, package, fallback and password with it', async () => {
    const messageId = await send([patient])
    const before = [await rowsOf('packages'), await rowsOf('fallbacks')]
    await world.sealing.revoke(world.member, { messageId, scope: 'everyone' })
    expect(world.cancelled).toEqual((await copiesOf(messageId)).map(({ id }) => id))
    expect([await rowsOf('packages'), await rowsOf('fallbacks')]).toEqual(before.map((held) => held - 1))
    await expect(filesOf(mailOf('attachment-message'))).rejects.toThrow()
    await expect(world.sealing.readPassword(world.member, messageId)).rejects.toThrow('password.erased')
  })
})

describe('the password in the sender’s inbox', () => {
  test('is passed on to a phone and to another address, but not to a recipient’s own mailbox', async () => {
    const messageId = await send([patient])
    const password = await shownPassword(messageId)
    world.queued.length = 0
    await world.sealing.textPassword(world.member, { messageId, password, number: phone })
    await world.sealing.mailPassword(world.member, { messageId, password, address: 'second@other.example' })
    expect(world.texts).toMatchObject([{ to: phone, password }])
    expect(kinds()).toEqual(['password second@other.example'])
    const [local] = patient.split('@')
    for (const address of [patient, patient.toUpperCase(), `${local}+tag@mail.example`])
      await expect(world.sealing.mailPassword(world.member, { messageId, password, address })).rejects.toThrow(
        'password.same-mailbox',
      )
  })

  test('is passed on only as the organisation allows', async () => {
    const messageId = await send([patient])
    const password = await shownPassword(messageId)
    Object.assign(world.settings, { smsPasswords: false, mailPasswords: false })
    await expect(world.sealing.textPassword(world.member, { messageId, password, number: phone })).rejects.toThrow(
      'password.no-texts',
    )
    await expect(
      world.sealing.mailPassword(world.member, { messageId, password, address: 'second@other.example' }),
    ).rejects.toThrow('password.no-mails')
  })

  test('is nobody’s but the mailbox’s members’', async () => {
    const messageId = await send([patient])
    const stranger = { ...world.member, mailboxIds: [] }
    await expect(world.sealing.readPassword(stranger, messageId)).rejects.toThrow('message.unknown')
    const password = 'aaaa-aaaa-aaaa-aaaa'
    await expect(world.sealing.textPassword(stranger, { messageId, password, number: phone })).rejects.toThrow(
      'message.unknown',
    )
    await expect(world.sealing.mailPassword(stranger, { messageId, password, address: 'a@b.example' })).rejects.toThrow(
      'message.unknown',
    )
    await expect(world.sealing.passwordPassedOn(stranger, { messageId })).rejects.toThrow('message.unknown')
  })

  test('is refused by the clock after the time the organisation set, and erased by the next sweep', async () => {
    world.settings.passwordDays = 2
    const messageId = await send([patient])
    world.settings.passwordDays = 30
    world.deps.clock.advance(2 * 24 * 3600_000 + 1)
    await expect(world.sealing.readPassword(world.member, messageId)).rejects.toThrow('password.erased')
    expect(await world.sealing.erasePasswords()).toBeGreaterThan(0)
    const { rows } = await world.deps.database.ownerPool.query(
      'select sealed from sealpost.message_passwords where message_id = $1',
      [messageId],
    )
    expect(rows).toEqual([{ sealed: null }])
    expect((await viewOf(messageId)).password).toEqual({ state: 'erased', erasesAt: null, passedOnAt: null })
  })

  const textFailed = (messageId: MessageId) =>
    world.deps.database.withOrganisation(world.organisationId, (tx) =>
      world.sealing.passwordTextFailed(tx, { messageId }),
    )
  const readyMails = () => kinds().filter((kind) => kind.startsWith('password-ready'))
  const waits = async (messageId: MessageId) => (await viewOf(messageId)).password?.passedOnAt === null

  test('waits until the sender passes it on, in whatever way', async () => {
    const ways = [
      (messageId: MessageId, password: string) =>
        world.sealing.textPassword(world.member, { messageId, password, number: phone }),
      (messageId: MessageId, password: string) =>
        world.sealing.mailPassword(world.member, { messageId, password, address: 'second@other.example' }),
      (messageId: MessageId) => world.sealing.passwordPassedOn(world.member, { messageId }),
    ]
    for (const passOn of ways) {
      const messageId = await send([patient])
      expect(await waits(messageId)).toBe(true)
      await passOn(messageId, await shownPassword(messageId))
      expect(await waits(messageId)).toBe(false)
    }
  })

  test('does not wait when it is only the copy that the organisation wants', async () => {
    world.settings.copyPasswordToSender = true
    const messageId = await send([patient, `${phone}@sms.local`])
    expect(await waits(messageId)).toBe(false)
  })

  test('waits again, and the sender is told, when the text that took it did not arrive', async () => {
    world.settings.copyPasswordToSender = true
    const messageId = await send([patient, `${phone}@sms.local`])
    world.queued.length = 0
    await textFailed(messageId)
    await textFailed(messageId)
    expect(await waits(messageId)).toBe(true)
    expect(readyMails()).toHaveLength(1)
  })

  test('appears when a text with it did not arrive, once', async () => {
    const messageId = await send([patient, `${phone}@sms.local`])
    await expect(world.sealing.readPassword(world.member, messageId)).rejects.toThrow('password.none')
    await textFailed(messageId)
    await textFailed(messageId)
    expect(readyMails()).toHaveLength(1)
    expect(await shownPassword(messageId)).toBe(world.texts[0]?.password)
  })
})

test('a package that no mail needs any more is found by the sweep', async () => {
  await send([patient])
  await world.deps.database.ownerPool.query(`update sealpost.copies set state = 'notified' where address = $1`, [
    patient,
  ])
  world.deps.clock.advance(24 * 3600_000 + 1)
  expect(await sweepPackages(world.deps)).toBeGreaterThan(0)
  await expect(filesOf(mailOf('attachment-message'))).rejects.toThrow()
})
