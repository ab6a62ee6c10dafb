import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outlookRequest, readAutodiscover } from '../../../../test/harness/outlook-reader.ts'
import {
  createTestAccount,
  createTestPeople,
  signInAs,
  type TestAccount,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import { readAutoconfig } from '../../../../test/harness/thunderbird-reader.ts'
import { checkedDomain, type DomainRecords } from '../../../contract/set-up.ts'
import type { IncomingMail } from '../../../lib/settings/index.ts'
import { loadTlsPair } from '../../../platform/tls/tls-pair.ts'
import { createSetUp, type SetUp } from './index.ts'

const incomingMail: IncomingMail = { protocol: 'imap', host: 'imap.provider.example', port: 993, socket: 'tls' }
const settings = {
  SEALPOST_PUBLIC_URL: 'https://mail.praxis.example',
  SEALPOST_PUBLIC_SUBMISSION_PORT: '587',
  SEALPOST_PUBLIC_SUBMISSIONS_PORT: '465',
}
const actor = { kind: 'command' } as const
const dkim = { name: 'sel._domainkey.praxis.example', value: 'v=DKIM1; k=rsa; p=abc' }

let people: TestPeople
let setUp: SetUp
let admin: TestAccount
let member: TestAccount
let stranger: TestAccount
let unsaid: TestAccount
/** Names that were looked up. */
const asked: string[] = []

beforeAll(async () => {
  people = await createTestPeople(settings)
  setUp = createSetUp({
    ...people,
    lookup: {
      look: async (name, type) => {
        asked.push(`${type} ${name}`)
        return []
      },
    },
    dkimRecords: async (_tx, domain) => (domain === 'praxis.example' ? [dkim] : []),
    readCertificate: async () => (await loadTlsPair(people.config)).cert,
  })
  setUp.routes(people.server)
  admin = await createTestAccount(people, { domain: 'praxis.example', localPart: 'anna', isAdmin: true })
  const { organisationId } = admin
  member = await createTestAccount(people, { organisationId, domain: 'praxis.example', localPart: 'empfang' })
  stranger = await createTestAccount(people, { domain: 'nachbar.example', isAdmin: true })
  unsaid = await createTestAccount(people, { domain: 'neu.example', isAdmin: true })
  for (const organisation of [admin.organisationId, stranger.organisationId])
    await people.database.withOrganisation(organisation, (tx) =>
      people.directory.updateSettings(tx, { organisationId: organisation, changes: { incomingMail }, actor }),
    )
})
afterAll(() => people.close())

const get = (url: string, headers: Readonly<Record<string, string>> = {}) => people.server.inject({ url, headers })
const cookieOf = ({ account }: TestAccount) => signInAs(people.server, account.address)
const wellKnown = '/.well-known/autoconfig/mail/config-v1.1.xml'

describe('automatic configuration', () => {
  test.each([
    ['an address', `${wellKnown}?emailaddress=anna%40praxis.example`, 'mail.praxis.example'],
    ['the host', '/mail/config-v1.1.xml', 'autoconfig.praxis.example'],
    ['the host in capitals', '/mail/config-v1.1.xml', 'Autoconfig.Praxis.Example'],
    ['the host itself', wellKnown, 'praxis.example'],
    [
      'a placeholder and the host',
      '/mail/config-v1.1.xml?emailaddress=%25EMAILADDRESS%25',
      'autoconfig.praxis.example',
    ],
  ])('is found by %s', async (_what, url, host) => {
    const response = await get(url, { host })
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('text/xml; charset=utf-8')
    expect(response.headers['cache-control']).toBe('public, max-age=3600')
    const account = readAutoconfig(response.body, 'anna@praxis.example')
    expect(account.domains).toEqual(['praxis.example'])
    expect(account.outgoing.map(({ hostname, port }) => `${hostname}:${port}`)).toEqual([
      'mail.praxis.example:465',
      'mail.praxis.example:587',
    ])
  })

  test('is the same for an account, for nobody and for anything that stands before the @', async () => {
    const answers = await Promise.all(
      ['anna', 'niemand', '', 'a"><x', 'a@b', '%00', 'x'.repeat(300)].map(async (name) => {
        const address = encodeURIComponent(`${name}@praxis.example`)
        return (await get(`${wellKnown}?emailaddress=${address}`)).body
      }),
    )
    expect(new Set(answers).size).toBe(1)
  })

  test.each([
    ['another domain', 'x@elsewhere.example'],
    ['no domain', 'x@'],
    ['a domain with markup', 'x@<a>.example'],
    ['an endless one', `x@${'a'.repeat(5000)}.example`],
  ])('does not exist for %s', async (_what, address) => {
    const response = await get(`${wellKnown}?emailaddress=${encodeURIComponent(address)}`, { host: 'x.example' })
    expect([response.statusCode, response.json()]).toMatchObject([404, { error: { code: 'set-up.domain-unknown' } }])
  })

  test('given twice is taken as not given', async () => {
    const url = `${wellKnown}?emailaddress=a%40praxis.example&emailaddress=b%40praxis.example`
    expect((await get(url, { host: 'x.example' })).statusCode).toBe(404)
  })

  test('says why there is none where nobody said where the mailboxes are', async () => {
    const response = await get(`${wellKnown}?emailaddress=a%40neu.example`)
    expect([response.statusCode, response.json()]).toMatchObject([404, { error: { code: 'set-up.incoming-unknown' } }])
  })
})

const post = (payload: string | Buffer, url = '/autodiscover/autodiscover.xml', type = 'text/xml; charset=utf-8') =>
  people.server.inject({ method: 'POST', url, payload, headers: { 'content-type': type } })

describe('Autodiscover', () => {
  test.each(['/autodiscover/autodiscover.xml', '/Autodiscover/Autodiscover.xml', '/AutoDiscover/AutoDiscover.xml'])(
    'answers at %s',
    async (url) => {
      const response = await post(outlookRequest('anna@praxis.example'), url)
      expect(response.headers['content-type']).toBe('text/xml; charset=utf-8')
      expect(readAutodiscover(response.body)).toMatchObject({
        protocols: [
          { Type: 'IMAP', Server: 'imap.provider.example' },
          { Type: 'SMTP', Port: '465', LoginName: 'anna@praxis.example' },
        ],
      })
    },
  )

  test('is the same for an account and for nobody', async () => {
    const [known, unknown] = await Promise.all(
      ['anna', 'niemand'].map(async (name) => (await post(outlookRequest(`${name}@praxis.example`))).body),
    )
    expect(unknown?.replaceAll('niemand', 'anna')).toBe(known)
  })

  test.each(['application/xml', 'text/plain', 'application/json', 'application/octet-stream', 'x/y'])(
    'takes a request called %s',
    async (type) => {
      const response = await post(outlookRequest('anna@praxis.example'), undefined, type)
      expect(readAutodiscover(response.body).kind).toBe('settings')
    },
  )

  test.each([
    ['600', '<x/>'],
    ['600', ''],
    ['600', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><EMailAddress>&e;@praxis.example</EMailAddress>'],
    ['601', outlookRequest('anna@praxis.example', 'http://schemas.microsoft.com/x')],
  ])('answers with its own error %s', async (code, payload) => {
    const response = await post(payload)
    expect([response.statusCode, readAutodiscover(response.body)]).toMatchObject([200, { kind: 'error', code }])
  })

  test('knows no other domain, and takes no large request', async () => {
    expect((await post(outlookRequest('x@elsewhere.example'))).statusCode).toBe(404)
    expect((await post('<'.repeat(16_385))).statusCode).toBe(413)
  })

  test('tells whoever asks without TLS where to ask, whatever was asked', async () => {
    const response = await get('/autodiscover/autodiscover.xml?x=//evil.example', { host: 'evil.example' })
    expect([response.statusCode, response.headers['location']]).toEqual([
      302,
      'https://mail.praxis.example/autodiscover/autodiscover.xml',
    ])
  })

  test('leads nobody in a circle', async () => {
    const response = await get('/autodiscover/autodiscover.xml', { host: 'mail.praxis.example' })
    expect(readAutodiscover(response.body)).toMatchObject({ kind: 'error', code: '600' })
  })

  test.each([
    '/autodiscover/autodiscover.json?Email=a%40praxis.example&Protocol=AutodiscoverV1',
    '/autodiscover/autodiscover.json/v1.0/a%40praxis.example?Protocol=autodiscoverv1',
    `/autodiscover/autodiscover.json/v1.0/${'a'.repeat(200)}?Protocol=AutodiscoverV1`,
  ])('names its place in JSON at %s', async (url) => {
    expect((await get(url)).json()).toEqual({
      Protocol: 'AutodiscoverV1',
      Url: 'https://mail.praxis.example/autodiscover/autodiscover.xml',
    })
  })

  test('has no other protocol in JSON', async () => {
    for (const query of ['?Protocol=ActiveSync', '', '?Protocol=AutodiscoverV1&Protocol=Ews']) {
      const response = await get(`/autodiscover/autodiscover.json${query}`)
      expect([response.statusCode, response.json()]).toMatchObject([400, { ErrorCode: 'ProtocolNotSupported' }])
    }
  })
})

describe('a signed-in account', () => {
  test('sees its values', async () => {
    const response = await get('/api/set-up', { cookie: await cookieOf(member) })
    expect(response.json()).toEqual({
      address: 'empfang@praxis.example',
      outgoing: { host: 'mail.praxis.example', tlsPort: 465, startTlsPort: 587 },
      incoming: incomingMail,
    })
  })

  test('gets its own profile, to keep and not to show, in the language it asks for', async () => {
    const cookie = await cookieOf(member)
    const response = await get('/api/set-up/apple-profile?language=en', { cookie })
    expect(response.headers['content-type']).toBe('application/x-apple-aspen-config')
    expect(response.headers['content-disposition']).toBe('attachment; filename="sealpost.mobileconfig"')
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.body).toContain('<string>empfang@praxis.example</string>')
    expect(response.body).toContain('holds no password')
    expect((await get('/api/set-up/apple-profile?language=xx', { cookie })).body).toContain('kein Passwort')
  })

  test('gets no profile where nobody said where the mailboxes are, but its values', async () => {
    const cookie = await cookieOf(unsaid)
    expect((await get('/api/set-up/apple-profile', { cookie })).json()).toMatchObject({
      error: { code: 'set-up.incoming-unknown' },
    })
    expect((await get('/api/set-up', { cookie })).json()).toMatchObject({ incoming: null })
  })
})

const check = async (who: TestAccount | null, domain: unknown) =>
  people.server.inject({
    method: 'POST',
    url: '/api/set-up/domains/check',
    payload: { domain },
    headers: who === null ? {} : { cookie: await cookieOf(who) },
  })

describe('the records of a domain', () => {
  const linesOf = ({ records }: DomainRecords) => records.map(({ name, type, value }) => `${name} ${type} ${value}`)

  test('are services, names for programs, keys and what others trust', async () => {
    const listed = await setUp.recordsOf('Praxis.example')
    const certificate = listed.records.find(({ type }) => type === 'TLSA')?.value ?? ''
    expect(certificate).toMatch(/^3 1 1 [0-9a-f]{64}$/)
    expect(linesOf(listed)).toEqual([
      '_submissions._tcp.praxis.example SRV 0 1 465 mail.praxis.example.',
      '_submission._tcp.praxis.example SRV 10 1 587 mail.praxis.example.',
      '_imaps._tcp.praxis.example SRV 0 1 993 imap.provider.example.',
      '_imap._tcp.praxis.example SRV 0 0 0 .',
      '_pop3s._tcp.praxis.example SRV 0 0 0 .',
      '_pop3._tcp.praxis.example SRV 0 0 0 .',
      'autoconfig.praxis.example CNAME mail.praxis.example.',
      'autodiscover.praxis.example CNAME mail.praxis.example.',
      '_autodiscover._tcp.praxis.example SRV 0 1 443 mail.praxis.example.',
      'sel._domainkey.praxis.example TXT v=DKIM1; k=rsa; p=abc',
      'praxis.example TXT v=spf1 a:mail.praxis.example … -all',
      '_dmarc.praxis.example TXT v=DMARC1; p=quarantine',
      '_mta-sts.praxis.example TXT v=STSv1; id=…',
      `_465._tcp.mail.praxis.example TLSA ${certificate}`,
      `_587._tcp.mail.praxis.example TLSA ${certificate}`,
    ])
  })

  test('say nothing of mailboxes that nobody told about', async () => {
    const listed = await setUp.recordsOf('neu.example')
    expect(listed).toMatchObject({ hasDkimKeys: false, knowsIncoming: false })
    expect(listed.records.map(({ purpose }) => purpose)).not.toContain('incoming')
    expect(linesOf(listed).join('\n')).not.toMatch(/autoconfig|autodiscover/)
  })

  test('are listed and looked up for an administrator', async () => {
    const response = await get('/api/set-up/domains', { cookie: await cookieOf(admin) })
    expect(response.json()).toEqual({ domains: [await setUp.recordsOf('praxis.example')] })
    asked.length = 0
    const checked = await check(admin, 'PRAXIS.example')
    const { records } = checkedDomain.parse(checked.json())
    expect(records.map(({ state }) => state)).toEqual(records.map(() => 'missing'))
    expect(records).toHaveLength(15)
    expect(asked).toContain('SRV _submissions._tcp.praxis.example')
  })
})

describe('whoever may not', () => {
  test.each(['/api/set-up', '/api/set-up/apple-profile', '/api/set-up/domains'])(
    'is not signed in: %s',
    async (url) => {
      expect((await get(url)).statusCode).toBe(401)
    },
  )

  test('is no administrator', async () => {
    asked.length = 0
    const responses = [
      await get('/api/set-up/domains', { cookie: await cookieOf(member) }),
      await check(member, 'praxis.example'),
    ]
    for (const response of responses)
      expect([response.statusCode, response.json()]).toMatchObject([
        403,
        { error: { code: 'set-up.not-administrator' } },
      ])
    expect((await check(null, 'praxis.example')).statusCode).toBe(401)
    expect(asked).toEqual([])
  })

  test('belongs to another organisation', async () => {
    asked.length = 0
    expect((await check(stranger, 'praxis.example')).statusCode).toBe(404)
    const listed = await get('/api/set-up/domains', { cookie: await cookieOf(stranger) })
    expect(listed.json()).toMatchObject({ domains: [{ domain: 'nachbar.example' }] })
    expect(asked).toEqual([])
  })

  test('sends too much', async () => {
    expect((await check(admin, 'x'.repeat(255))).statusCode).toBe(400)
    expect((await check(admin, ['praxis.example'])).statusCode).toBe(400)
  })
})

test('nobody’s address is in the log', () => {
  expect(people.logLines.filter((line) => /praxis\.example|niemand/.test(line) && !line.includes('"host'))).toEqual([])
})
