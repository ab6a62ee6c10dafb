import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../src/contract/endpoint.ts'
import * as identityApi from '../../src/contract/identity.ts'
import { allEndpoints } from '../../src/contract/index.ts'
import * as messagesApi from '../../src/contract/messages.ts'
import * as portalApi from '../../src/contract/portal.ts'
import { makeAccount, makeAppPassword } from '../../src/lib/account-keys/index.ts'
import { encodeBase64Url } from '../../src/lib/bytes/index.ts'
import type { ContentId, CopyId, MessageId, RecipientId } from '../../src/lib/id/identifiers.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { codeIn, GuestClient, linkInMail, type PortalLink } from '../harness/guest-client.ts'
import { idOf } from '../harness/identifiers.ts'
import { recordContexts, stealAll, tryEverything } from '../harness/key-thief.ts'
import { submit } from '../harness/mail-program.ts'
import { MemberClient } from '../harness/member-client.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'
import { expectApiError, mailTo } from '../harness/whole-journey.ts'

const actor = { kind: 'command', label: 'test' } as const
const patient = 'patient@mail.example'
const bodyWord = 'Zwerchfellbefund'

let server: RunningServer
let practice: Practice
let contexts: ReadonlySet<string>
let link: PortalLink
let known: {
  readonly messageId: MessageId
  readonly copyId: CopyId
  readonly contentId: ContentId
  readonly recipientId: RecipientId
}

interface Colleague {
  readonly doctor: Practice['doctor']
  readonly client: MemberClient
}

/** An account of the practice with its own mailbox and no part in the doctor's. */
async function addColleague({ organisationId, domain }: Practice, name: string, isAdmin: boolean): Promise<Colleague> {
  const password = 'copper lantern 17'
  const address = `${name}@${domain}`
  const { identity, enrolment } = await makeAccount(password, argon2id)
  const app = await makeAppPassword(identity)
  const accountId = await server.parts.database.withOrganisation(organisationId, async (tx) => {
    const person = { organisationId, address, displayName: name, isAdmin, language: 'de', actor } as const
    const { account } = await server.parts.identity.enrolAccount(tx, { ...person, keys: enrolment })
    const made = { organisationId, accountId: account.id, name: 'test', ...app.registration, actor }
    await server.parts.identity.addAppPassword(tx, made)
    return account.id
  })
  const client = new MemberClient(server.baseUrl)
  await client.signIn(address, password)
  return { doctor: { accountId, address, password, appPassword: app.text, identity }, client }
}

async function row(query: string): Promise<Record<string, string>> {
  return (await server.parts.database.ownerPool.query<Record<string, string>>(query)).rows[0] ?? {}
}

beforeAll(async () => {
  server = await startServer({ settings: { SEALPOST_LOG_LEVEL: 'error' } })
  contexts = recordContexts(server.parts)
  practice = await seedPractice(server.parts)
  await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: '+4915112345678' })
  await submit(server, practice, { to: patient, subject: 'Befund', text: bodyWord })
  link = linkInMail((await mailTo(server.sink, patient)).raw)
  await until('the notification is recorded as sent', async () => {
    const { count } = await row(`select count(*) from sealpost.outgoing_mails where state = 'queued'`)
    return count === '0' ? true : undefined
  })
  const found =
    await row(`select m.id as "messageId", m.content_id as "contentId", c.id as "copyId", c.recipient_id as "recipientId"
    from sealpost.messages m join sealpost.copies c on c.message_id = m.id`)
  const { messageId = '', copyId = '', contentId = '', recipientId = '' } = found
  known = {
    messageId: idOf(messageId),
    copyId: idOf(copyId),
    contentId: idOf(contentId),
    recipientId: idOf(recipientId),
  }
})
afterAll(() => server.close())

const plaintexts = (texts: readonly string[]) => texts.filter((text) => text.includes(bodyWord))

/** The lock-out of the address all tests come from would hide what each attempt meets, and refuse everybody after them. */
const forgetFailures = () =>
  server.parts.database.ownerPool.query(
    'delete from sealpost.sign_in_failures; delete from sealpost.sign_in_lockout_names; delete from sealpost.sign_in_lockouts',
  )

describe('with a copy of the database', () => {
  test('nothing is opened by what is in it, in any combination', async () => {
    // The chainer writes about once a second; everything that will be there is there for the thief.
    await server.parts.audit.chainAll()
    const loot = await stealAll(server.parts, { secret: false })
    expect(loot.bytes.length).toBeGreaterThan(10)
    expect(plaintexts(tryEverything(loot, contexts))).toEqual([])
  })

  test('nobody is signed in by showing what is stored of a password, a session or a code', async () => {
    const member = new MemberClient(server.baseUrl)
    await member.signIn(practice.doctor.address, practice.doctor.password)
    const guest = new GuestClient(server.baseUrl, link)
    await guest.prove()
    await guest.requestCode()
    const { bytes, texts } = await stealAll(server.parts, { secret: false })
    const shown = [
      ...bytes.filter(({ length }) => length === 32).map(encodeBase64Url),
      ...texts.filter((text) => /^[\w-]{43}$/.test(text)),
    ]
    expect(shown.length).toBeGreaterThan(8)
    const { address } = practice.doctor
    for (const key of shown) {
      const thief = new MemberClient(server.baseUrl)
      // As if each attempt came from another network, a day later.
      await forgetFailures()
      await expectApiError(thief.call(identityApi.signIn, { address, authKey: key }), 'identity.sign-in-refused')
      await expectApiError(
        thief.call(identityApi.startRecovery, { address, codeAuthKey: key }),
        'identity.recovery-refused',
      )
      thief.cookie = `sealpost_session=${key}`
      expect((await thief.fetch(identityApi.currentSession, undefined)).status).toBe(401)
      expect((await bearer(key, portalApi.readPortalContent, known.contentId)).status).toBe(401)
      expect((await proof(link.token, key)).status).toBe(404)
    }
    await forgetFailures()
  })
})

const bearer = (session: string, endpoint: Endpoint, id: string) =>
  fetch(`${server.baseUrl}${endpoint.path.replace(':id', id)}`, { headers: { authorization: `Bearer ${session}` } })

const proof = (token: string, shown: string) =>
  fetch(`${server.baseUrl}${portalApi.proveLink.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, proof: shown, language: 'de' }),
  })

describe('with the recipient’s mailbox', () => {
  test('every mail ever sent there opens nothing, and asking for more brings no code into it', async () => {
    const guest = new GuestClient(server.baseUrl, link)
    const view = await guest.prove()
    expect(view).toMatchObject({ check: 'sms', maskedNumber: expect.not.stringContaining('5112345') })
    await expectApiError(guest.openTrusted(), 'portal.code-wrong')
    await expectApiError(guest.openWithCode('000000'), 'portal.code-wrong')
    const before = server.sink.mails.filter(({ to }) => to.includes(patient)).length
    await guest.requestNewLink()
    await mailTo(server.sink, practice.doctor.address)
    expect(server.sink.mails.filter(({ to }) => to.includes(patient))).toHaveLength(before)
    expect((await guest.fetchContent(known.contentId)).status).toBe(401)
  })
})

describe('with the recipient’s phone', () => {
  test('every code ever sent there opens nothing without the link', async () => {
    const owner = new GuestClient(server.baseUrl, link)
    await owner.prove()
    await owner.requestCode().catch(() => undefined)
    const texts = await until('a text', async () => {
      const all = await server.parts.sms.readOutbox()
      return all.length > 0 ? all : undefined
    })
    for (const { text } of texts) {
      expect(text).not.toContain(link.token)
      expect(text).not.toContain(link.secret)
      const thief = new GuestClient(server.baseUrl, link)
      await expectApiError(thief.openWithCode(codeIn(text)), 'portal.session-ended')
      const guessed = new GuestClient(server.baseUrl, { token: link.token, secret: 'A'.repeat(26) + 'E' })
      await expectApiError(guessed.prove(), 'portal.link-unknown')
    }
  })
})

/** Every call of the web app about the doctor's message; none may answer with anything of it. */
async function expectSeesNothing(client: MemberClient): Promise<void> {
  const answers = allEndpoints.filter(
    ({ access, method, path }) => access === 'account' && !(method === 'DELETE' && path === '/api/session'),
  )
  expect(answers.length).toBeGreaterThan(15)
  for (const endpoint of answers) {
    if (!/^\/api\/(messages|contents|copies|answers|sent)/.test(endpoint.path)) continue
    for (const id of endpoint.path.includes(':id') ? Object.values(known) : ['']) {
      const response = await client.fetch(endpoint, bodyOf(endpoint), { params: { id } })
      const text = await response.text()
      if (endpoint.path.includes(':id')) expect(`${endpoint.path} ${response.status}`).toBe(`${endpoint.path} 404`)
      for (const trace of [known.messageId, known.copyId, known.contentId]) expect(text).not.toContain(trace)
    }
  }
}

function bodyOf({ path, method }: Endpoint): unknown {
  if (method === 'GET') return undefined
  const key = 'A'.repeat(43)
  if (path.endsWith('/revoke')) return { scope: 'everyone' }
  if (path.endsWith('/extend')) return { expiresAt: new Date(Date.now() + 3_600_000).toISOString() }
  const password = 'aaaa-aaaa-aaaa-aaaa'
  if (path.endsWith('/password/text')) return { password, number: '+4915112345678' }
  if (path.endsWith('/password/mail')) return { password, address: 'second@other.example' }
  if (path.endsWith('/complete'))
    return { linkSecret: 'A'.repeat(27), serverShare: key, wrappedIdentity: key, accessKeyId: null, subject: null }
  return undefined
}

const stateOfMessage = () =>
  row(`select md5(string_agg(t, '|')) as state from (
    select m::text as t from sealpost.messages m union all select c::text from sealpost.copies c order by 1) all_rows`)

describe('with the account of a colleague who is no member of the mailbox', () => {
  test('the message is neither seen nor opened, revoked or redirected', async () => {
    const colleague = await addColleague(practice, 'reception', false)
    const before = await stateOfMessage()
    await expectSeesNothing(colleague.client)
    const { appPassword, address } = practice.doctor
    const asDoctor = { doctor: { ...colleague.doctor, address } }
    expect((await submit(server, asDoctor, { from: address, to: patient, text: 'x' })).accepted).toBe(false)
    const forged = await submit(
      server,
      { doctor: colleague.doctor },
      { from: address, to: patient, text: 'x', envelope: { from: colleague.doctor.address, to: patient } },
    )
    expect(forged).toMatchObject({ accepted: false, reply: expect.stringMatching(/^55\d /) })
    expect(appPassword).not.toBe(colleague.doctor.appPassword)
    expect(await stateOfMessage()).toEqual(before)
    const loot = await stealAll(server.parts, { secret: true, also: [colleague.doctor.identity] })
    expect(plaintexts(tryEverything(loot, contexts)), 'not even with the server’s secret').toEqual([])
  })

  test('giving the recipient another number brings the code, but not the link', async () => {
    const thief = await addColleague(practice, 'thief', false)
    const number = '+4915199999999'
    await thief.client.call(messagesApi.setRecipientCheck, { address: patient, check: { check: 'sms', number } })
    await expectApiError(
      thief.client.call(
        messagesApi.completeCopy,
        {
          linkSecret: `${'A'.repeat(26)}E`,
          serverShare: 'A'.repeat(43),
          wrappedIdentity: 'A'.repeat(100),
          accessKeyId: null,
          subject: null,
        },
        { params: { id: known.copyId } },
      ),
      'message.unknown',
    )
    const entry = await row(
      `select count(*) from sealpost.audit_entries where action = 'recipient.check-set' and actor_id = '${thief.doctor.accountId}'`,
    )
    expect(entry['count'], 'and it is on record who did that').toBe('1')
    await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: '+4915112345678' })
  })
})

describe('with the account of an administrator of the same organisation', () => {
  test('administering gives no key: the doctor’s message stays closed', async () => {
    const admin = await addColleague(practice, 'admin', true)
    const before = await stateOfMessage()
    await expectSeesNothing(admin.client)
    expect(await stateOfMessage()).toEqual(before)
    const loot = await stealAll(server.parts, { secret: true, also: [admin.doctor.identity] })
    expect(plaintexts(tryEverything(loot, contexts))).toEqual([])
    expect(plaintexts(tryEverything({ ...loot, also: [practice.doctor.identity] }, contexts))).toHaveLength(1)
  })
})

describe('with the account of the administrator next door', () => {
  test('another organisation’s administrator sees nothing and cannot speak for this one', async () => {
    const neighbour = await seedPractice(server.parts, 'kanzlei.example')
    const client = new MemberClient(server.baseUrl)
    await client.signIn(neighbour.doctor.address, neighbour.doctor.password)
    const before = await stateOfMessage()
    await expectSeesNothing(client)
    expect(
      (await client.fetch(messagesApi.recipientAccessKey, undefined, { params: { id: known.recipientId } })).status,
    ).toBe(404)
    expect((await client.call(messagesApi.listRecipients, undefined)).recipients).toEqual([])
    for (const envelope of [practice.doctor.address, neighbour.doctor.address]) {
      const mail = { from: practice.doctor.address, to: patient, text: 'x', envelope: { from: envelope, to: patient } }
      expect(await submit(server, neighbour, mail)).toMatchObject({ accepted: false })
    }
    expect(await stateOfMessage()).toEqual(before)
  })

  test('the domain of this organisation cannot be claimed, and no account be made in it', async () => {
    const { organisationId } = await seedPractice(server.parts, 'apotheke.example')
    const { parts } = server
    await expect(
      parts.database.withOrganisation(organisationId, (tx) =>
        parts.directory.addDomain(tx, { organisationId, domain: practice.domain, actor }),
      ),
    ).rejects.toThrow()
    const { enrolment } = await makeAccount('copper lantern 17', argon2id)
    const person = {
      organisationId,
      address: `${randomUUID()}@${practice.domain}`,
      displayName: 'x',
      isAdmin: false,
      language: 'de',
      actor,
    } as const
    await expect(
      parts.database.withOrganisation(organisationId, (tx) =>
        parts.identity.enrolAccount(tx, { ...person, keys: enrolment }),
      ),
    ).rejects.toThrow()
  })
})
