import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import type { Answer } from 'dns-packet'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  makeAuthority,
  makeSelfSigned,
  type TestAuthority,
  type TestPair,
} from '../../../../test/harness/certificate-authority.ts'
import { startDnsServer, type DnsServerUnderTest, type DnsZone } from '../../../../test/harness/dns-server.ts'
import { policyText, startPolicyHost } from '../../../../test/harness/policy-host.ts'
import { startSmtpSink, type SinkOptions, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, createTestResolver, type TestDelivery } from '../../../../test/harness/test-delivery.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

let pair: TestPair
let authority: TestAuthority
let below: TestAuthority
beforeAll(async () => {
  pair = await makeSelfSigned(['mx.b.test'])
  authority = await makeAuthority('anchor.test')
  below = await authority.below('below.test')
})

interface Tlsa {
  readonly usage: number
  readonly selector: number
  readonly matchingType: number
  readonly certificate: Buffer
}

function tlsa(
  shown: { readonly cert: string },
  [usage, selector, matchingType]: readonly [number, number, number],
): Tlsa {
  const certificate = new X509Certificate(shown.cert)
  const whole = selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' })
  const digests = [whole, createHash('sha256').update(whole).digest(), createHash('sha512').update(whole).digest()]
  return { usage, selector, matchingType, certificate: digests[matchingType] ?? whole }
}

interface Town {
  readonly sink: SmtpSink
  readonly dns: DnsServerUnderTest
  readonly world: TestDelivery
  direct(): Promise<string>
}

async function build(options: {
  readonly records?: readonly Tlsa[]
  readonly pair?: TestPair
  readonly sink?: SinkOptions
  readonly zone?: Partial<DnsZone>
  readonly policy?: string
}): Promise<Town> {
  const sink = await startSmtpSink({ tls: 'starttls', pair: options.pair ?? pair, ...options.sink })
  open.push(sink)
  const host = `_${sink.port}._tcp.mx.b.test`
  const records: Record<string, readonly Answer[]> = {
    'MX b.test': [{ type: 'MX', name: 'b.test', data: { preference: 10, exchange: 'mx.b.test' } }],
    'A mx.b.test': [{ type: 'A', name: 'mx.b.test', data: '127.0.0.1' }],
  }
  if (options.records !== undefined)
    records[`TLSA ${host}`] = options.records.map((data) => ({ type: 'TLSA', name: host, data }))
  const withPort = (names: readonly string[] = []) => names.map((name) => name.replace('TLSA-NAME', host))
  const { unsigned, broken, ...zone } = options.zone ?? {}
  const dns = await startDnsServer({ records, unsigned: withPort(unsigned), broken: withPort(broken), ...zone })
  open.push(dns)
  const policyHost = await startPolicyHost(await authority.issue(['mta-sts.b.test']), options.policy ?? '')
  open.push(policyHost)
  const txt = options.policy === undefined ? {} : { '_mta-sts.b.test': ['v=STSv1; id=one;'] }
  const world = await createTestDelivery({
    settings: { SEALPOST_DELIVERY_PORT: String(sink.port), SEALPOST_DNSSEC_RESOLVER: dns.setting },
    resolver: createTestResolver({ txt, a: { 'mta-sts.b.test': ['127.0.0.1'] } }),
    tuning: { policyPort: policyHost.port, authorities: [authority.cert] },
  })
  open.push(world)
  const direct = () =>
    world.queue({
      to: 'x@b.test',
      tls: { kind: 'verified', listedHosts: [] },
      ref: { kind: 'copy', id: randomUUID() },
    })
  return { sink, dns, world, direct }
}

describe('a host whose TLSA record names its certificate', () => {
  test.each([
    [3, 0, 1],
    [3, 1, 1],
    [3, 0, 2],
    [3, 1, 2],
    [3, 0, 0],
    [3, 1, 0],
  ] as const)('is verified by a record %i %i %i, though no authority knows it', async (...kind) => {
    const { sink, world, direct } = await build({ records: [tlsa(pair, kind)] })
    const id = await direct()
    await world.sweep()
    expect(sink.mails.map(({ secure }) => secure)).toEqual([true])
    expect(await world.row(id)).toMatchObject({ state: 'sent', last_tls: 'verified' })
  })

  test('is verified although the certificate has expired and names another host (RFC 7672 section 3.1.1)', async () => {
    const old = await makeSelfSigned(['elsewhere.test'], { days: -3 })
    const { world, direct } = await build({ pair: old, records: [tlsa(old, [3, 1, 1])] })
    const id = await direct()
    await world.sweep()
    expect((await world.row(id)).state).toBe('sent')
  })

  test('needs one record of several that fits', async () => {
    const next = tlsa(await makeSelfSigned(['mx.b.test']), [3, 1, 1])
    const { world, direct } = await build({ records: [next, tlsa(pair, [3, 1, 1])] })
    const id = await direct()
    await world.sweep()
    expect((await world.row(id)).state).toBe('sent')
  })
})

describe('a host whose TLSA record names an authority', () => {
  test.each([
    ['of the chain it shows', async () => tlsa(below, [2, 1, 1])],
    ['that it does not show, given in full', async () => tlsa(authority, [2, 0, 0])],
  ])('is verified by one %s', async (_title, record) => {
    const leaf = await below.issue(['mx.b.test'])
    const { world, direct } = await build({ pair: leaf, records: [await record()] })
    const id = await direct()
    await world.sweep()
    expect(await world.row(id)).toMatchObject({ state: 'sent', last_tls: 'verified' })
  })

  test.each<[string, () => Promise<TestPair>]>([
    ['has expired', () => below.issue(['mx.b.test'], { days: -1 })],
    ['is for another name', () => below.issue(['elsewhere.test'])],
    [
      'comes from an authority that has expired',
      async () => (await authority.below('below.test', { days: -1 })).issue(['mx.b.test']),
    ],
    [
      'was issued by somebody who is no authority',
      async () => (await authority.below('below.test', { isAuthority: false })).issue(['mx.b.test']),
    ],
  ])('is refused when its certificate %s', async (_title, make) => {
    const leaf = await make()
    const { sink, world, direct } = await build({ pair: leaf, records: [tlsa(authority, [2, 0, 0])] })
    const id = await direct()
    await world.sweep()
    expect(sink.verbs).not.toContain('MAIL')
    expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.7.5' })
  })

  test('is refused when it shows the authority beside a certificate that the authority did not issue', async () => {
    const forged = await (await makeAuthority('below.test')).issue(['mx.b.test'])
    const shown = { key: forged.key, cert: `${forged.cert}\n${below.cert}` }
    const { sink, world, direct } = await build({ pair: shown, records: [tlsa(below, [2, 1, 1])] })
    await direct()
    await world.sweep()
    expect(sink.verbs).not.toContain('MAIL')
  })
})

describe('nothing leaves, of any mail, when', () => {
  test.each<[string, Parameters<typeof build>[0]]>([
    [
      'no record fits the certificate',
      { records: [{ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) }] },
    ],
    [
      'the host of the records does not do TLS',
      { records: [{ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) }], sink: { tls: 'none' } },
    ],
    ['the records cannot be looked up', { records: [], zone: { broken: ['TLSA TLSA-NAME'] } }],
    [
      'the records do not fit, and an MTA-STS policy would be met',
      {
        records: [{ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) }],
        policy: policyText('enforce', ['mx.b.test']),
      },
    ],
  ])('%s', async (_title, options) => {
    const issued = options.policy === undefined ? pair : await authority.issue(['mx.b.test'])
    const { sink, world, direct } = await build({ pair: issued, ...options })
    if (options.sink?.tls === 'none') sink.always('starttls', '502 5.5.1 no')
    const ids = [await direct(), await world.queue({ to: 'y@b.test' })]
    await world.sweep()
    expect(sink.verbs).not.toContain('MAIL')
    for (const id of ids) expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.7.5' })
  })
})

describe('a mail that demands verified TLS fails at once, and others leave as before, when', () => {
  const fitting = () => [tlsa(pair, [3, 1, 1])]
  test.each<[string, () => Parameters<typeof build>[0]]>([
    ['there are no records', () => ({})],
    ['the records are not authenticated', () => ({ records: fitting(), zone: { unsigned: ['TLSA-NAME'] } })],
    ['the MX record is not authenticated', () => ({ records: fitting(), zone: { unsigned: ['b.test'] } })],
    ['the address is not authenticated', () => ({ records: fitting(), zone: { unsigned: ['mx.b.test'] } })],
  ])('%s', async (_title, options) => {
    const { sink, world, direct } = await build(options())
    const ids = [await direct(), await world.queue({ to: 'y@b.test' })]
    await world.sweep()
    expect((await world.row(ids[0] ?? '')).state).toBe('failed')
    expect(world.events).toEqual([expect.stringMatching(/ 5\.7\.5 no-verified-tls$/)])
    expect(sink.mails.map(({ to }) => to)).toEqual([['y@b.test']])
  })

  test('the records are of a kind that cannot be used in SMTP: then others leave over TLS only', async () => {
    const { sink, world, direct } = await build({ records: [tlsa(pair, [1, 1, 1]), tlsa(pair, [0, 0, 1])] })
    const id = await direct()
    const other = await world.queue({ to: 'y@b.test' })
    await world.sweep()
    expect((await world.row(id)).state).toBe('failed')
    expect((await world.row(other)).last_tls).toBe('unverified')
    expect(sink.mails.map(({ secure }) => secure)).toEqual([true])
  })
})

test('a validating resolver that does not answer postpones every mail', async () => {
  const { sink, world, dns } = await build({})
  dns.zone = { records: {}, broken: ['MX b.test'] }
  const id = await world.queue({ to: 'y@b.test' })
  await world.sweep()
  expect(sink.connections.total).toBe(0)
  expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.4.3' })
})
