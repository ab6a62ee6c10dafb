import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../src/contract/endpoint.ts'
import { allEndpoints } from '../../src/contract/index.ts'
import { deriveLogin } from '../../src/lib/account-keys/index.ts'
import { encodeBase64Url } from '../../src/lib/bytes/index.ts'
import type { ContentId, CopyId, MessageId, RecipientId } from '../../src/lib/id/identifiers.ts'
import { parseLinkSecret } from '../../src/lib/split-key/index.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import type { HttpServer } from '../../src/platform/http/http-server.ts'
import { deriveLinkProofSync } from '../../src/platform/split-key/index.ts'
import { codeIn, GuestClient, linkInMail, type PortalLink } from '../harness/guest-client.ts'
import { idOf } from '../harness/identifiers.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'

/** Every route of the real server is walked by everybody who has no business there. */
let server: RunningServer
let routes = ''
let practice: Practice
let neighbour: Practice
/** Identifiers of the first organisation, which its neighbour has got hold of. */
let known: { messageId: MessageId; copyId: CopyId; contentId: ContentId; recipientId: RecipientId }
let neighbourCookie = ''
let foreignGuest = ''

const patient = 'patient@mail.example'
const secretWord = 'heliotrope'

interface Who {
  readonly cookie?: string
  readonly authorization?: string
}

async function request(endpoint: Endpoint, who: Who, options: { id?: string; body?: unknown } = {}) {
  const { body } = options
  const isUpload = endpoint.stream === 'request'
  const headers: Record<string, string> = { 'x-forwarded-for': `198.18.${randomBytes(1)[0]}.${randomBytes(1)[0]}` }
  if (who.cookie !== undefined) headers['cookie'] = who.cookie
  if (who.authorization !== undefined) headers['authorization'] = who.authorization
  if (isUpload) headers['content-type'] = 'application/octet-stream'
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (isUpload) headers['idempotency-key'] = randomUUID()
  const path = endpoint.path.replace(':id', options.id ?? randomUUID())
  const response = await fetch(`${server.baseUrl}${path}`, {
    method: endpoint.method,
    headers,
    ...(isUpload ? { body: 'age-encryption.org/v1\n' } : {}),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

async function signIn({ doctor }: Practice): Promise<string> {
  const post = (path: string, body: unknown) =>
    fetch(`${server.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const { salt } = (await (await post('/api/session/salt', { address: doctor.address })).json()) as { salt: string }
  const { authKey } = await deriveLogin(doctor.password, salt, argon2id)
  const response = await post('/api/session', { address: doctor.address, authKey })
  expect(response.status).toBe(200)
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function* oneMail(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`Subject: ${secretWord}\r\n\r\n${secretWord}\r\n`)
}

interface Sealed {
  readonly messageId: MessageId
  readonly link: PortalLink
  readonly guest: GuestClient
}

async function sendSealed({ organisationId, doctor }: Practice): Promise<Sealed> {
  const { parts, sink } = server
  const before = sink.mails.length
  const mailboxes = await parts.database.withOrganisation(organisationId, (tx) =>
    parts.directory.mailboxesOf(tx, doctor.accountId),
  )
  const { messageId } = await parts.sealing.acceptMail({
    sender: {
      kind: 'account',
      organisationId,
      accountId: doctor.accountId,
      mailboxId: mailboxes[0]?.id ?? null,
      address: doctor.address,
      writtenAddress: doctor.address,
      displayName: 'Dr. Ada',
    },
    envelopeFrom: doctor.address,
    recipients: [{ address: patient, written: patient, notify: [], orcpt: null }],
    envid: null,
    ret: null,
    receivedLine: 'Received: from test by localhost; Sat, 21 Nov 2026 09:00:00 +0000\r\n',
    content: oneMail(),
  })
  const mail = await until('notification', () => sink.mails.slice(before).find(({ to }) => to.includes(patient)))
  const link = linkInMail(mail.raw)
  return { messageId, link, guest: new GuestClient(server.baseUrl, link) }
}

/** A guest of the neighbour who passed the check there; its bearer. */
async function verifiedForeignGuest(): Promise<string> {
  const { guest } = await sendSealed(neighbour)
  const view = await guest.prove()
  await guest.requestCode()
  const text = await until('text', async () => (await server.parts.sms.readOutbox()).at(0))
  await guest.openWithCode(codeIn(text.text))
  return view.state === 'check' ? `Bearer ${view.guestSession}` : ''
}

beforeAll(async () => {
  const keepRoutes = async (http: HttpServer) => {
    http.addHook('onReady', async () => {
      routes = http.printRoutes({ commonPrefix: false })
    })
  }
  server = await startServer({ extend: keepRoutes, settings: { SEALPOST_LOG_LEVEL: 'error' } })
  practice = await seedPractice(server.parts, 'praxis.example')
  neighbour = await seedPractice(server.parts, 'kanzlei.example')
  for (const { organisationId } of [practice, neighbour])
    await setSmsCheck(server.parts, organisationId, { address: patient, number: '+4915112345678' })
  const { messageId } = await sendSealed(practice)
  await until(
    'the notification is recorded as sent',
    async () => (await stateOfPractice()).includes('"notified"') || undefined,
  )
  const { rows } = await server.parts.database.ownerPool.query<Record<string, string>>(
    `select c.id as "copyId", c.recipient_id as "recipientId", m.content_id as "contentId"
     from sealpost.copies c join sealpost.messages m on m.id = c.message_id where m.id = $1`,
    [messageId],
  )
  const { copyId = '', recipientId = '', contentId = '' } = rows[0] ?? {}
  known = { messageId, copyId: idOf(copyId), recipientId: idOf(recipientId), contentId: idOf(contentId) }
  neighbourCookie = await signIn(neighbour)
  foreignGuest = await verifiedForeignGuest()
})
afterAll(() => server.close())

/** Where no identifier is part of the request, asking with another one would be the same request again. */
const idsFor = ({ path }: Endpoint) => (path.includes(':id') ? Object.values(known) : [known.messageId])

const of = (access: Endpoint['access']) => allEndpoints.filter((endpoint) => endpoint.access === access)
const names = (endpoints: readonly Endpoint[]) =>
  endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)

/** `printRoutes` draws a tree; every line of an API route ends with its methods. */
function registeredPaths(): string[] {
  const stack: string[] = []
  const paths: string[] = []
  for (const line of routes.split('\n')) {
    const match = /^((?:│ {3}| {4})*)(?:├── |└── )(\S*)(?: \((.*)\))?$/.exec(line)
    if (match === null) continue
    const depth = (match[1] ?? '').length / 4
    stack.length = depth
    stack[depth] = match[2] ?? ''
    if (match[3] !== undefined) paths.push(stack.join(''))
  }
  return paths
}

describe('every endpoint', () => {
  test('of the server is one of the contract, and the other way round', () => {
    const open = new Set(['/api/openapi.json'])
    const registered = registeredPaths().filter((path) => path.startsWith('/api/') && !open.has(path))
    expect(registered.length).toBeGreaterThan(20)
    const contract = allEndpoints.map(({ path }) => path)
    expect(registered.filter((path) => !contract.includes(path as `/api/${string}`))).toEqual([])
    expect(contract.filter((path) => !registered.includes(path))).toEqual([])
  })

  test('says who may call it, and few are public', () => {
    const paths = of('public').map(({ path }) => path)
    expect(paths.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      '/api/portal/link',
      '/api/portal/new-link',
      '/api/recovery',
      '/api/recovery/password',
      '/api/session',
      '/api/session/salt',
    ])
  })
})

describe.each(names(of('account')))('%s', (_name, endpoint) => {
  test('is closed to everybody who is not signed in', async () => {
    const strangers: Who[] = [
      {},
      { authorization: foreignGuest },
      { cookie: 'sealpost_session=' },
      { cookie: `sealpost_session=${randomBytes(32).toString('base64url')}` },
      { authorization: `Bearer ${neighbourCookie.split('=')[1] ?? ''}` },
    ]
    for (const who of strangers) {
      const answer = await request(endpoint, who, { id: known.messageId, body: bodyFor(endpoint) })
      expect(answer.status).toBe(401)
      expect(answer.text).not.toContain(known.copyId)
    }
  })

  test('shows and changes nothing of another organisation', async () => {
    const before = await stateOfPractice()
    const endsSession = endpoint.path === '/api/session' && endpoint.method === 'DELETE'
    const cookie = endsSession ? await signIn(neighbour) : neighbourCookie
    for (const id of idsFor(endpoint)) {
      const answer = await request(endpoint, { cookie }, { id, body: bodyFor(endpoint) })
      for (const trace of [...Object.values(known), practice.organisationId, practice.doctor.address, secretWord])
        expect(answer.text).not.toContain(trace)
    }
    expect(await stateOfPractice()).toBe(before)
  })
})

describe.each(names(of('guest')))('%s', (_name, endpoint) => {
  test('is closed without a guest session, with a signed-in account’s, and with a made-up one', async () => {
    const strangers: Who[] = [
      {},
      { cookie: neighbourCookie },
      { authorization: `Bearer ${randomBytes(32).toString('base64url')}` },
      { authorization: `Bearer ${neighbourCookie.split('=')[1] ?? ''}` },
    ]
    for (const who of strangers) {
      const answer = await request(endpoint, who, { id: known.contentId, body: bodyFor(endpoint) })
      expect(answer.status).toBe(401)
    }
  })

  test('gives a guest of another organisation nothing of this one', async () => {
    const before = await stateOfPractice()
    for (const id of idsFor(endpoint)) {
      const answer = await request(endpoint, { authorization: foreignGuest }, { id, body: bodyFor(endpoint) })
      for (const trace of [...Object.values(known), practice.doctor.address]) expect(answer.text).not.toContain(trace)
    }
    expect(await stateOfPractice()).toBe(before)
  })
})

describe('an account is not taken over', () => {
  const call = (path: string, body: unknown, who: Who = {}) => {
    const endpoint = allEndpoints.find((candidate) => candidate.path === path && candidate.method === 'POST')
    if (endpoint === undefined) throw new Error(`no endpoint ${path}`)
    return request(endpoint, who, { body })
  }
  const key = () => encodeBase64Url(randomBytes(32))
  const newPassword = () => ({ salt: encodeBase64Url(randomBytes(16)), authKey: key(), wrappedIdentity: key() })

  test('by a recovery code made up, or meant for nobody: one answer', async () => {
    const answers = [
      await call('/api/recovery', { address: practice.doctor.address, codeAuthKey: key() }),
      await call('/api/recovery', { address: 'nobody@praxis.example', codeAuthKey: key() }),
    ]
    expect(answers[0]?.status).toBeGreaterThanOrEqual(400)
    expect(answers[0]).toEqual(answers[1])
  })

  test('by finishing a recovery that was never started', async () => {
    const answer = await call('/api/recovery/password', { recoveryToken: key(), ...newPassword() })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await signIn(practice)).toMatch(/=/)
  })

  test('by initialising it again: no endpoint makes accounts, and codes need the password itself', async () => {
    const paths = allEndpoints.map(({ path }) => path).filter((path) => /account|enrol|register|init|setup/.test(path))
    expect(paths.toSorted()).toEqual([
      '/api/account/app-passwords',
      '/api/account/app-passwords',
      '/api/account/app-passwords/:id',
      '/api/account/password',
      '/api/account/recovery-codes',
    ])
    const codes = Array.from({ length: 8 }, () => ({ authKey: key(), wrappedIdentity: key() }))
    const signedIn = { cookie: neighbourCookie }
    expect(
      (await call('/api/account/recovery-codes', { authKey: key(), codes }, signedIn)).status,
    ).toBeGreaterThanOrEqual(400)
    const change = {
      oldAuthKey: key(),
      salt: encodeBase64Url(randomBytes(16)),
      newAuthKey: key(),
      wrappedIdentity: key(),
    }
    expect((await call('/api/account/password', change, signedIn)).status).toBeGreaterThanOrEqual(400)
    expect(await signIn(neighbour)).toMatch(/=/)
  })

  test('by a recipient who asks for a new link: they get none, the sender is asked', async () => {
    const { link } = await sendSealed(practice)
    const secret = parseLinkSecret(link.secret)
    const proof = secret === null ? '' : encodeBase64Url(deriveLinkProofSync(secret))
    const answer = await call('/api/portal/new-link', { token: link.token, proof })
    expect(answer).toMatchObject({ status: 200, text: '{"done":true}' })
  })
})

/** A body that passes validation where one is needed, so that the refusal is about who asks. */
function bodyFor(endpoint: Endpoint): unknown {
  const key = encodeBase64Url(randomBytes(32))
  const salt = encodeBase64Url(randomBytes(16))
  const code = { authKey: key, wrappedIdentity: key }
  const bodies: Record<string, unknown> = {
    '/api/account/password': { oldAuthKey: key, salt, newAuthKey: key, wrappedIdentity: key },
    '/api/account/recovery-codes': { authKey: key, codes: Array.from({ length: 8 }, () => code) },
    '/api/account/app-passwords': { name: 'phone', passwordProof: key, authKey: key, wrappedIdentity: key },
    '/api/session/proof': { passwordProof: key },
    '/api/messages/:id/revoke': { scope: 'everyone' },
    '/api/messages/:id/extend': { expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
    '/api/copies/:id/complete': {
      linkSecret: 'A'.repeat(27),
      serverShare: key,
      wrappedIdentity: key,
      accessKeyId: null,
      subject: null,
    },
    '/api/messages/:id/password/text': { password: 'abcd-efgh-2345-mnpq', number: '+4915112345679' },
    '/api/messages/:id/password/mail': { password: 'abcd-efgh-2345-mnpq', address: 'somebody.else@mail.example' },
    '/api/recipients/:id/route': { route: 'attachment' },
    '/api/set-up/domains/check': { domain: 'klinik.example' },
    '/api/organisation/settings': { expiryDays: 3 },
    '/api/organisation/preset': { preset: 'schools' },
    '/api/organisation/domain-rules': { domain: 'klinik.example', route: 'portal', listedHosts: [] },
    '/api/organisation/domain-rules/remove': { domain: 'klinik.example' },
    '/api/recipients': { address: 'somebody.else@mail.example', check: { check: 'email' } },
    '/api/portal/code': { language: 'en' },
    '/api/portal/open': { proof: { kind: 'session' }, trustDevice: false },
  }
  return endpoint.method === 'GET' ? undefined : bodies[endpoint.path]
}

async function stateOfPractice(): Promise<string> {
  const { rows } = await server.parts.database.ownerPool.query<{ state: string }>(
    `select json_build_object(
      'messages', (select json_agg(m order by id) from sealpost.messages m where organisation_id = $1),
      'copies', (select json_agg(c order by id) from sealpost.copies c where organisation_id = $1),
      'answers', (select json_agg(a order by id) from sealpost.answers a where organisation_id = $1),
      'recipients', (select json_agg(r order by id) from sealpost.recipients r where organisation_id = $1),
      'settings', (select json_agg(s) from sealpost.organisation_settings s where organisation_id = $1),
      'rules', (select json_agg(d order by domain) from sealpost.domain_rules d where organisation_id = $1),
      'entries', (select count(*) from sealpost.audit_entries where organisation_id = $1)
    )::text as state`,
    [practice.organisationId],
  )
  return rows[0]?.state ?? ''
}
