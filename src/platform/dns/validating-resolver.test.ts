import * as dnsPacket from 'dns-packet'
import { afterEach, expect, test } from 'vitest'
import { startDnsServer, type DnsServerUnderTest, type DnsZone } from '../../../test/harness/dns-server.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { createValidatingResolver, parseDnsServer, type ValidatingResolver } from './validating-resolver.ts'

const open: DnsServerUnderTest[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

async function resolverFor(zone: DnsZone): Promise<{ server: DnsServerUnderTest; resolver: ValidatingResolver }> {
  const server = await startDnsServer(zone)
  open.push(server)
  return { server, resolver: createValidatingResolver(server.setting, createMetrics()) }
}

const digest = Buffer.alloc(32, 7)
const tlsa = { usage: 3, selector: 1, matchingType: 1, certificate: digest }
const records: DnsZone['records'] = {
  'MX b.test': [{ type: 'MX', name: 'b.test', data: { preference: 10, exchange: 'MX.b.test' } }],
  'A mx.b.test': [{ type: 'A', name: 'mx.b.test', data: '192.0.2.7' }],
  'AAAA mx.b.test': [],
  'TLSA _25._tcp.mx.b.test': [
    { type: 'CNAME', name: '_25._tcp.mx.b.test', data: '_tlsa.b.test' },
    { type: 'TLSA', name: '_tlsa.b.test', data: tlsa },
    { type: 'TLSA', name: 'stranger.test', data: { ...tlsa, usage: 2 } },
  ],
}

test('signed answers are authentic, also when they say that there is nothing', async () => {
  const { resolver } = await resolverFor({ records })
  expect(await resolver.mx('b.test')).toEqual({
    records: [{ exchange: 'mx.b.test', priority: 10 }],
    isAuthentic: true,
  })
  expect(await resolver.a('mx.b.test')).toEqual({ records: ['192.0.2.7'], isAuthentic: true })
  expect(await resolver.aaaa('mx.b.test')).toEqual({ records: [], isAuthentic: true })
  expect(await resolver.mx('nothing.test')).toEqual({ records: [], isAuthentic: true })
})

test('an alias is followed, and records of other names in the answer are ignored', async () => {
  const { resolver } = await resolverFor({ records })
  const { records: found } = await resolver.tlsa('_25._tcp.mx.b.test')
  expect(found).toEqual([{ usage: 3, selector: 1, matchingType: 1, data: digest }])
})

test('an answer without the AD bit is not authentic', async () => {
  const { resolver } = await resolverFor({ records, unsigned: ['mx.b.test'] })
  expect((await resolver.a('mx.b.test')).isAuthentic).toBe(false)
})

test('a server that fails, as it does for forged signatures, is an error and not an empty answer', async () => {
  const { resolver } = await resolverFor({ records, broken: ['TLSA _25._tcp.mx.b.test'] })
  await expect(resolver.tlsa('_25._tcp.mx.b.test')).rejects.toThrow('SERVFAIL')
})

test('an answer that was cut is asked for again over TCP', async () => {
  const { resolver, server } = await resolverFor({ records, truncates: true })
  expect((await resolver.a('mx.b.test')).records).toEqual(['192.0.2.7'])
  expect(server.queries.map(({ overTcp }) => overTcp)).toEqual([false, true])
})

test('questions ask for DNSSEC and leave with random identifiers from random ports', async () => {
  const { resolver, server } = await resolverFor({ records })
  for (let count = 0; count < 8; count++) await resolver.a('mx.b.test')
  expect(new Set(server.queries.map(({ id }) => id)).size).toBeGreaterThan(6)
  expect(new Set(server.queries.map(({ fromPort }) => fromPort)).size).toBeGreaterThan(4)
  expect(server.queries[0]).toMatchObject({ flag_ad: true, additionals: [{ type: 'OPT', flag_do: true }] })
})

const poisoned = (answer: dnsPacket.Packet, change: Partial<dnsPacket.Packet>) =>
  dnsPacket.encode({
    ...answer,
    answers: [{ type: 'A', name: 'mx.b.test', data: '203.0.113.66' }],
    ...change,
  })

test.each<[string, (answer: dnsPacket.Packet) => Buffer]>([
  ['another identifier', (answer) => poisoned(answer, { id: ((answer.id ?? 0) + 1) & 0xffff })],
  ['another question', (answer) => poisoned(answer, { questions: [{ type: 'A', name: 'evil.test', class: 'IN' }] })],
  ['another type', (answer) => poisoned(answer, { questions: [{ type: 'AAAA', name: 'mx.b.test', class: 'IN' }] })],
  ['no question', (answer) => poisoned(answer, { questions: [] })],
  ['the look of a question', (answer) => poisoned(answer, { type: 'query' })],
  ['noise', () => Buffer.from('ffff81800001000100000000c00cc00c', 'hex')],
])('an answer with %s is not believed, and the true one that follows is', async (_what, forged) => {
  const { resolver } = await resolverFor({ records, forge: (answer, bytes) => [forged(answer), bytes] })
  expect((await resolver.a('mx.b.test')).records).toEqual(['192.0.2.7'])
})

test('a flood of wrong answers ends the question', async () => {
  const forge: DnsZone['forge'] = (answer) =>
    Array.from({ length: 80 }, () => poisoned(answer, { id: ((answer.id ?? 0) + 1) & 0xffff }))
  const { resolver } = await resolverFor({ records, forge })
  await expect(resolver.a('mx.b.test')).rejects.toThrow('not asked')
})

test('a server that is not there is an error', async () => {
  await expect(createValidatingResolver('127.0.0.1:1', createMetrics()).a('b.test')).rejects.toThrow()
})

test.each([
  ['127.0.0.1', { address: '127.0.0.1', port: 53 }],
  ['127.0.0.1:5300', { address: '127.0.0.1', port: 5300 }],
  ['::1', { address: '::1', port: 53 }],
  ['[::1]:5300', { address: '::1', port: 5300 }],
  ['[2620:fe::9]', { address: '2620:fe::9', port: 53 }],
])('the setting %s is understood', (setting, expected) => expect(parseDnsServer(setting)).toEqual(expected))
