import type { Answer } from 'dns-packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDnsServer, type DnsServerUnderTest } from '../../../../test/harness/dns-server.ts'
import type { DnsRecord } from '../../../contract/set-up.ts'
import { createRecordLookup } from '../../../platform/dns/record-lookup.ts'
import { createMetrics } from '../../../platform/metrics/metrics.ts'
import { checkRecords } from './check-records.ts'

let dns: DnsServerUnderTest
beforeAll(async () => {
  dns = await startDnsServer({ records: {} })
})
afterAll(() => dns.close())

const txt = (name: string, ...data: string[]): Answer => ({ type: 'TXT', name, data })
const a = (name: string, data: string): Answer => ({ type: 'A', name, data })
const srv = (name: string, port: number, target: string, priority = 0): Answer => ({
  type: 'SRV',
  name,
  data: { priority, weight: 1, port, target },
})

/** What the check says of one record while the DNS holds `answers`. */
async function stateOf(
  record: Pick<DnsRecord, 'name' | 'type' | 'value' | 'purpose'>,
  ...answers: readonly Answer[]
): Promise<string> {
  const records: Record<string, Answer[]> = {}
  for (const answer of answers) (records[`${answer.type} ${answer.name}`] ??= []).push(answer)
  dns.zone = { ...dns.zone, records }
  const listed = {
    domain: 'x.test',
    hasDkimKeys: true,
    knowsIncoming: true,
    records: [{ ...record, need: 'needed' }],
  } as const
  const lookup = createRecordLookup(dns.setting)
  const checked = await checkRecords({ lookup, metrics: createMetrics() }, { ...listed, records: [...listed.records] })
  return checked.records[0]?.state ?? ''
}

describe('a service', () => {
  const name = '_submissions._tcp.x.test'
  const record = { name, type: 'SRV', value: '0 1 465 mail.x.test.', purpose: 'submission' } as const

  test('is present with any priority', async () => {
    expect(await stateOf(record, srv(name, 465, 'Mail.x.test', 7))).toBe('present')
  })
  test('is missing where there is none', async () => expect(await stateOf(record)).toBe('missing'))
  test.each([
    ['another port', srv(name, 587, 'mail.x.test')],
    ['another host', srv(name, 465, 'mail.y.test')],
    ['no service', srv(name, 0, '.')],
  ])('is different with %s', async (_what, answer) => expect(await stateOf(record, answer)).toBe('different'))

  test('that does not exist is said by the root', async () => {
    const none = { ...record, value: '0 0 0 .' }
    expect(await stateOf(none, srv(name, 0, '.'))).toBe('present')
    expect(await stateOf(none, srv(name, 110, 'pop.x.test'))).toBe('different')
  })
})

describe('an alias', () => {
  const name = 'autoconfig.x.test'
  const record = { name, type: 'CNAME', value: 'mail.x.test.', purpose: 'autoconfig' } as const

  test('is present as an alias', async () => {
    expect(await stateOf(record, { type: 'CNAME', name, data: 'mail.x.test' })).toBe('present')
  })
  test('is present as an address of the same host', async () => {
    expect(await stateOf(record, a(name, '192.0.2.1'), a('mail.x.test', '192.0.2.1'))).toBe('present')
  })
  test('is different where it leads elsewhere', async () => {
    expect(await stateOf(record, a(name, '192.0.2.9'), a('mail.x.test', '192.0.2.1'))).toBe('different')
  })
  test('is missing where nothing is', async () => {
    expect(await stateOf(record, a('mail.x.test', '192.0.2.1'))).toBe('missing')
  })
})

describe('SPF', () => {
  const record = { name: 'x.test', type: 'TXT', value: 'v=spf1 a:mail.x.test … -all', purpose: 'spf' } as const
  const mail = a('mail.x.test', '192.0.2.1')

  test.each([
    ['present', 'v=spf1 a:mail.x.test -all'],
    ['present', 'v=spf1 mx ip4:192.0.2.1 -all'],
    ['different', 'v=spf1 ip4:192.0.2.7 -all'],
    ['unclear', 'v=spf1 include:_spf.provider.test ~all'],
    ['unclear', 'v=spf1 ip4:192.0.2.0/24 -all'],
    ['missing', 'v=spf10 a:mail.x.test'],
    ['missing', 'some other text'],
  ])('is %s with “%s”', async (state, text) => expect(await stateOf(record, mail, txt('x.test', text))).toBe(state))

  test('behind another server for sending is for its owner to judge', async () => {
    const behind = { ...record, value: 'v=spf1 include:… -all' }
    expect(await stateOf(behind, txt('x.test', 'v=spf1 include:_spf.provider.test -all'))).toBe('unclear')
    expect(await stateOf(behind)).toBe('missing')
  })
})

describe('other texts', () => {
  const name = 'sel._domainkey.x.test'
  const dkim = { name, type: 'TXT', value: 'v=DKIM1; k=rsa; p=AbCd+/=', purpose: 'dkim' } as const

  test.each([
    ['in pieces', txt(name, 'v=DKIM1; k=rsa; ', 'p=AbCd+/=')],
    ['in another order', txt(name, 'p=AbCd+/=; k=rsa;v=DKIM1')],
  ])('a key is present %s', async (_what, answer) => expect(await stateOf(dkim, answer)).toBe('present'))

  test.each(['v=DKIM1; k=rsa; p=abcd+/=', 'v=DKIM1; p='])('a key is different as “%s”', async (text) => {
    expect(await stateOf(dkim, txt(name, text))).toBe('different')
  })

  test('DMARC is present with any policy, beside other texts', async () => {
    const record = { name: '_dmarc.x.test', type: 'TXT', value: 'v=DMARC1; p=quarantine', purpose: 'dmarc' } as const
    expect(await stateOf(record, txt('_dmarc.x.test', 'x'), txt('_dmarc.x.test', 'v=DMARC1;p=none'))).toBe('present')
    expect(await stateOf(record, txt('_dmarc.x.test', 'x'))).toBe('missing')
  })
})

test('TLSA is compared by its digits', async () => {
  const name = '_465._tcp.mail.x.test'
  const certificate = Buffer.alloc(32, 0xab)
  const data = { usage: 3, selector: 1, matchingType: 1, certificate }
  const record = { name, type: 'TLSA', value: `3 1 1 ${'ab'.repeat(32)}`, purpose: 'tlsa' } as const
  expect(await stateOf(record, { type: 'TLSA', name, data })).toBe('present')
  expect(await stateOf({ ...record, value: `3 1 1 ${'ac'.repeat(32)}` }, { type: 'TLSA', name, data })).toBe(
    'different',
  )
})

test('a server that fails is no missing record', async () => {
  const record = { name: 'x.test', type: 'TXT', value: 'v=DMARC1', purpose: 'dmarc' } as const
  dns.zone = { records: {}, broken: ['TXT x.test'] }
  expect(await stateOf(record)).toBe('no-answer')
  dns.zone = { records: {} }
})

test('what is found is bounded', async () => {
  const many = Array.from({ length: 12 }, (_, at) => txt('x.test', `v=spf1 ${'y'.repeat(200)}${at}`))
  dns.zone = { records: { 'TXT x.test': many } }
  const record = { name: 'x.test', type: 'TXT', value: 'v=spf1 include:…', purpose: 'spf', need: 'needed' } as const
  const listed = { domain: 'x.test', hasDkimKeys: true, knowsIncoming: true, records: [record] }
  const { records } = await checkRecords({ lookup: createRecordLookup(dns.setting), metrics: createMetrics() }, listed)
  expect(records[0]?.found).toHaveLength(10)
})
