import type { Answer } from 'dns-packet'
import { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { parse } from 'plist'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkedDomain, type DnsRecord } from '../../src/contract/set-up.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startDnsServer, type DnsServerUnderTest } from '../harness/dns-server.ts'
import { outlookRequest, readAutodiscover } from '../harness/outlook-reader.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { discoverAsThunderbird, type Fetched } from '../harness/thunderbird-reader.ts'
import { until } from '../harness/until.ts'
import { openProfile, requireNoComplaints, typeCredentials } from '../harness/web-page.ts'
import { runCommand } from './cli-runner.ts'

/** Programs that know an address and a password find everything else by themselves, and then really send. */
let dns: DnsServerUnderTest
let server: RunningServer
let practice: Practice
const actor = { kind: 'command' } as const
const patient = 'patient@mail.example'

beforeAll(async () => {
  dns = await startDnsServer({ records: {} })
  server = await startServer({ settings: { SEALPOST_DNS_SERVERS: dns.setting } })
  practice = await seedPractice(server.parts)
  const { organisationId, domain } = practice
  const { directory, delivery, database } = server.parts
  const incomingMail = { protocol: 'imap', host: 'imap.provider.example', port: 993, socket: 'tls' } as const
  await database.withOrganisation(organisationId, async (tx) => {
    await directory.updateSettings(tx, { organisationId, changes: { incomingMail }, actor })
    await delivery.ensureDkimKeys(tx, { organisationId, domain })
  })
  await setSmsCheck(server.parts, organisationId, { address: patient, number: '+4915112345678' })
})
afterAll(async () => {
  await server.close()
  await dns.close()
})

function answerOf({ name, type, value }: DnsRecord): Answer {
  if (type === 'SRV') {
    const [priority = 0, weight = 0, port = 0] = value.split(' ').map(Number)
    return { type, name, data: { priority, weight, port, target: (value.split(' ')[3] ?? '').replace(/\.$/, '') } }
  }
  // RFC 1035 section 3.3: a string has at most 255 octets.
  if (type === 'TXT')
    return { type, name, data: value.replace('include:…', 'include:_spf.provider.example').match(/.{1,200}/g) ?? [] }
  if (type === 'CNAME' || type === 'A' || type === 'AAAA') return { type, name, data: value.replace(/\.$/, '') }
  throw new Error('no such record is expected here')
}

/** Puts into the DNS what the command told the owner of the domain to put there. */
async function publish(leaveOut: (record: DnsRecord) => boolean = () => false): Promise<void> {
  const { records } = await server.parts.setUp.recordsOf(practice.domain)
  const zone: Record<string, Answer[]> = {}
  for (const record of records.filter((one) => !leaveOut(one)))
    (zone[`${record.type} ${record.name}`] ??= []).push(answerOf(record))
  dns.zone = { records: zone }
}

/** Whether the name leads to this server, by its alias. */
async function leadsHere(host: string): Promise<boolean> {
  const resolver = new Resolver()
  resolver.setServers([dns.setting])
  const aliases: readonly string[] = await resolver.resolveCname(host).catch(() => [])
  return aliases.includes('localhost')
}

/** Asks this server under the name of a place. It speaks HTTP alone here, as it does behind its reverse proxy. */
async function fetchAs(place: string, body?: string): Promise<(Fetched & { readonly location: string }) | undefined> {
  const url = new URL(place)
  if (url.protocol !== 'http:' || !(await leadsHere(url.hostname))) return undefined
  return new Promise((resolve, reject) => {
    const asking = request(
      `${server.baseUrl}${url.pathname}${url.search}`,
      {
        method: body === undefined ? 'GET' : 'POST',
        headers: { host: url.hostname, ...(body === undefined ? {} : { 'content-type': 'text/xml; charset=utf-8' }) },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (piece: string) => (text += piece))
        const { 'content-type': contentType = '', location = '' } = answer.headers
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, contentType, text, location }))
      },
    )
    asking.once('error', reject).end(body)
  })
}

interface Found {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  readonly user: string
  /** Default: the doctor's first app password. */
  readonly password?: string
}

/** Sends with what was found and the app password alone; the certificate is verified for the found name. */
async function sendWith(found: Found, subject: string): Promise<void> {
  const transport = createTransport({
    host: found.host,
    port: found.port,
    secure: found.isTls,
    requireTLS: true,
    tls: { ca: await readFile(join(server.dataDir, 'tls', 'cert.pem')) },
    auth: { user: found.user, pass: found.password ?? practice.doctor.appPassword },
  })
  const sent = await transport.sendMail({ from: found.user, to: patient, subject, text: 'Ihre Werte sind in Ordnung.' })
  transport.close()
  expect(sent.response).toMatch(/^250 /)
  await until(`notification of ${subject}`, () =>
    server.sink.mails.find((mail) => mail.to.includes(patient) && mail.raw.includes(subject)),
  )
}

describe('with the records published', () => {
  beforeAll(() => publish())

  test('Thunderbird finds its file under autoconfig, and sends through each server in it', async () => {
    const { address } = practice.doctor
    const found = await discoverAsThunderbird(address, fetchAs)
    expect(found?.place).toContain('http://autoconfig.praxis.example/mail/')
    expect(found?.account.incoming).toMatchObject([{ hostname: 'imap.provider.example', port: 993, username: address }])
    const outgoing = found?.account.outgoing ?? []
    expect(outgoing.map(({ socketType }) => socketType)).toEqual(['SSL', 'STARTTLS'])
    for (const { hostname, port, socketType, username, authentication } of outgoing) {
      expect(authentication).toBe('password-cleartext')
      const isTls = socketType === 'SSL'
      await sendWith({ host: hostname, port, isTls, user: username }, `Thunderbird-${socketType}`)
    }
  })

  test('Outlook is led from its own name to the server’s, and sends with what it is told', async () => {
    const { address } = practice.doctor
    const place = 'http://autodiscover.praxis.example/autodiscover/autodiscover.xml'
    const redirect = await fetchAs(place)
    expect([redirect?.status, redirect?.location]).toEqual([302, `${server.baseUrl}/autodiscover/autodiscover.xml`])
    const answer = readAutodiscover((await fetchAs(place, outlookRequest(address)))?.text ?? '')
    const smtp = answer.kind === 'settings' ? answer.protocols.find(({ Type }) => Type === 'SMTP') : undefined
    const isTls = smtp?.['Encryption'] === 'SSL'
    const found = { host: smtp?.['Server'] ?? '', port: Number(smtp?.['Port']), isTls, user: smtp?.['LoginName'] ?? '' }
    await sendWith(found, 'Outlook-Autodiscover')
  })

  test('a program that follows SRV records alone (RFC 6186, RFC 8314) sends', async () => {
    const resolver = new Resolver()
    resolver.setServers([dns.setting])
    for (const [service, isTls] of [
      ['_submissions', true],
      ['_submission', false],
    ] as const) {
      const [target] = await resolver.resolveSrv(`${service}._tcp.${practice.domain}`)
      const found = { host: target?.name ?? '', port: target?.port ?? 0, isTls, user: practice.doctor.address }
      await sendWith(found, `SRV-${service}`)
    }
    expect(await resolver.resolveSrv(`_imaps._tcp.${practice.domain}`)).toMatchObject([
      { name: 'imap.provider.example', port: 993 },
    ])
    expect(await resolver.resolveSrv(`_pop3s._tcp.${practice.domain}`)).toMatchObject([{ name: '', port: 0 }])
  })
})

test('the values that the set-up page shows send with the password it made, and the profile holds the same', async () => {
  const browser = await launchBrowser()
  const profile = await openProfile(browser, { acceptDownloads: true })
  try {
    const { page } = profile
    await page.goto(`${server.baseUrl}/sign-in`)
    await typeCredentials(page, practice.doctor.password, practice.doctor.address)
    await page.waitForURL(/\/(welcome|sent)/)
    await page.goto(`${server.baseUrl}/settings/set-up?program=apple-phone`)
    await page.getByLabel('Your password', { exact: true }).fill(practice.doctor.password)
    await page.getByRole('button', { name: 'Make the password' }).click()
    const password = await page.getByText(/^[0-9a-z]{4}(-[0-9a-z]{4}){7}$/).innerText()
    const value = (term: string) => page.locator('#steps dl > div', { hasText: term }).locator('dd').first().innerText()
    const shown = { host: await value('Server'), port: Number(await value('Port')), user: await value('User name') }
    await sendWith({ ...shown, isTls: (await value('Security')) === 'SSL/TLS', password }, 'Set-up-page')
    await page.getByRole('radio', { name: /^No, it is new there/ }).check()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the profile' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('sealpost.mobileconfig')
    const text = await readFile(await download.path(), 'utf8')
    expect(parse(text)).toMatchObject({
      PayloadContent: [
        {
          EmailAddress: practice.doctor.address,
          OutgoingMailServerHostName: shown.host,
          OutgoingMailServerPortNumber: shown.port,
          OutgoingMailServerUsername: shown.user,
        },
      ],
    })
    expect(text).not.toContain(password)
  } finally {
    await browser.close()
  }
  requireNoComplaints(profile)
})

test('without its own name Thunderbird finds the file at the domain’s well-known place', async () => {
  await publish(({ purpose }) => purpose === 'autoconfig')
  const { records } = dns.zone
  dns.zone = {
    records: { ...records, 'CNAME praxis.example': [{ type: 'CNAME', name: 'praxis.example', data: 'localhost' }] },
  }
  const found = await discoverAsThunderbird(practice.doctor.address, fetchAs)
  expect(found?.place).toContain('http://praxis.example/.well-known/autoconfig/')
})

test('an unknown domain has no file at any place', async () => {
  const alias = (name: string) => [{ type: 'CNAME', name, data: 'localhost' } as const]
  const names = ['autoconfig.elsewhere.example', 'elsewhere.example']
  dns.zone = { records: Object.fromEntries(names.map((name) => [`CNAME ${name}`, alias(name)])) }
  expect(await discoverAsThunderbird('x@elsewhere.example', fetchAs)).toBeUndefined()
})

describe('sealpost domain records', () => {
  const run = (...words: readonly string[]) =>
    runCommand(['domain', 'records', ...words], {
      dataDir: server.dataDir,
      environment: {
        SEALPOST_DATABASE_URL: server.databaseUrl,
        SEALPOST_PUBLIC_URL: server.baseUrl,
        SEALPOST_SMARTHOST: 'smtp://127.0.0.1:1',
        SEALPOST_DNS_SERVERS: dns.setting,
        SEALPOST_SUBMISSION_PORT: String(server.running.addresses.submission),
        SEALPOST_SUBMISSIONS_PORT: String(server.running.addresses.submissions),
      },
    })

  test('prints every record, and asks no DNS for it', async () => {
    const asked = dns.queries.length
    const { stdout, code } = await run('praxis.example')
    expect(code).toBe(0)
    expect(stdout).toContain(
      `  _submissions._tcp.praxis.example. SRV 0 1 ${server.running.addresses.submissions} localhost.`,
    )
    expect(stdout).toMatch(/ {2}sealpost-rsa-\w+\._domainkey\.praxis\.example\. TXT v=DKIM1; k=rsa; p=/)
    expect(dns.queries.length).toBe(asked)
  })

  test('with --check finds what was published', async () => {
    await publish()
    const { stdout, code } = await run('praxis.example', '--check', '--json')
    expect(code).toBe(0)
    const { records } = checkedDomain.parse(JSON.parse(stdout))
    expect(records.filter(({ state }) => state !== 'present').map(({ purpose, state }) => [purpose, state])).toEqual([
      ['spf', 'unclear'],
    ])
  })

  test('with --check fails for what is needed and missing, and names it', async () => {
    await publish(({ purpose }) => purpose === 'spf' || purpose === 'autoconfig')
    const { stdout, stderr, code } = await run('praxis.example', '--check')
    expect(stdout).toContain('  autoconfig.praxis.example. CNAME localhost.\n    MISSING')
    expect(stderr).toBe('sealpost: praxis.example lacks praxis.example TXT\n')
    expect(code).toBe(1)
  })

  test('with --check does not call missing what the DNS does not say', async () => {
    dns.zone = { records: {}, broken: ['TXT praxis.example'] }
    const { stdout, code } = await run('praxis.example', '--check')
    expect(stdout).toContain('THE DNS DID NOT ANSWER')
    expect(code).toBe(1)
  })

  test('knows only verified domains', async () => {
    const { stderr, code } = await run('elsewhere.example')
    expect(stderr).toBe('sealpost: no organisation has verified the domain elsewhere.example\n')
    expect(code).not.toBe(0)
  })
})
