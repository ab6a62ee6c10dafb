import type { Answer as PacketAnswer, DecodedPacket } from 'dns-packet'
import type { Metrics } from '../metrics/metrics.ts'
import { askDns, plainName, type DnsQuestion, type DnsServer } from './dns-exchange.ts'
import type { DnsResolver, MxRecord } from './resolver.ts'

/** Records with what DNSSEC says about them; the absence of records can be authentic as well. */
export interface CheckedAnswer<Item> {
  readonly records: readonly Item[]
  /** The whole answer was validated by a resolver that the administrator trusts. */
  readonly isAuthentic: boolean
}

/** RFC 6698 section 2.1. */
export interface TlsaRecord {
  readonly usage: number
  readonly selector: number
  readonly matchingType: number
  readonly data: Uint8Array
}

/** DNS questions whose answers say whether they are authentic. No such name is an empty list; a failing server throws. */
export interface ValidatingResolver {
  mx(domain: string): Promise<CheckedAnswer<MxRecord>>
  a(host: string): Promise<CheckedAnswer<string>>
  aaaa(host: string): Promise<CheckedAnswer<string>>
  tlsa(name: string): Promise<CheckedAnswer<TlsaRecord>>
}

const firstTimeoutMs = 3000
const secondTimeoutMs = 6000
const maxAliases = 8

/** `address:port`, `[v6]:port` or an address alone, as SEALPOST_DNSSEC_RESOLVER was checked to be. */
export function parseDnsServer(setting: string): DnsServer {
  const [, six, four, port] = /^(?:\[(.*)\]|([\d.]+))(?::(\d+))?$/.exec(setting.trim()) ?? []
  return { address: six ?? four ?? setting.trim(), port: port === undefined ? 53 : Number(port) }
}

/**
 * Asks one resolver that validates DNSSEC and believes its AD bit, so the way to it must be one that nobody can change:
 * the loopback, or a network of the administrator's own (RFC 6698 section 10.1.2, RFC 7672 section 2.1.1).
 */
export function createValidatingResolver(setting: string, metrics: Metrics): ValidatingResolver {
  const server = parseDnsServer(setting)
  const questions = metrics.counter(
    'sealpost_dnssec_questions_total',
    'Questions to the validating resolver, by result',
    ['result'],
  )
  const ask = async (question: DnsQuestion): Promise<DecodedPacket> => {
    try {
      const answer = await askTwice(server, question)
      questions.inc({ result: answer.flag_ad ? 'authentic' : 'unsigned' })
      return answer
    } catch (error) {
      questions.inc({ result: 'failed' })
      throw error
    }
  }
  const lookUp = async <Item>(
    question: DnsQuestion,
    read: (record: PacketAnswer) => Item | undefined,
  ): Promise<CheckedAnswer<Item>> => {
    const answer = await ask(question)
    const records = recordsOf(answer, question).flatMap((record) => read(record) ?? [])
    return { records, isAuthentic: answer.flag_ad }
  }
  return {
    mx: (name) =>
      lookUp({ name, type: 'MX' }, (record) =>
        record.type === 'MX'
          ? { exchange: plainName(record.data.exchange), priority: record.data.preference ?? 0 }
          : undefined,
      ),
    a: (name) => lookUp({ name, type: 'A' }, (record) => (record.type === 'A' ? record.data : undefined)),
    aaaa: (name) => lookUp({ name, type: 'AAAA' }, (record) => (record.type === 'AAAA' ? record.data : undefined)),
    tlsa: (name) =>
      lookUp({ name, type: 'TLSA' }, (record) => (record.type === 'TLSA' ? tlsaOf(record.data) : undefined)),
  }
}

async function askTwice(server: DnsServer, question: DnsQuestion): Promise<DecodedPacket> {
  const answer = await askDns({ server, question, timeoutMs: firstTimeoutMs }).catch(() =>
    askDns({ server, question, timeoutMs: secondTimeoutMs }),
  )
  const rcode = 'rcode' in answer ? answer.rcode : undefined
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') throw new Error(`the name server says ${String(rcode)}`)
  return answer
}

const tlsaOf = ({
  usage,
  selector,
  matchingType,
  certificate,
}: {
  readonly usage: number
  readonly selector: number
  readonly matchingType: number
  readonly certificate: Buffer
}): TlsaRecord => ({ usage, selector, matchingType, data: certificate })

/** The records of the name that was asked for, or of the name its aliases lead to; others in the answer are ignored. */
function recordsOf(answer: DecodedPacket, { name, type }: DnsQuestion): readonly PacketAnswer[] {
  const answers = answer.answers ?? []
  let owner = plainName(name)
  for (let aliases = 0; aliases < maxAliases; aliases++) {
    const alias = answers.find((record) => record.type === 'CNAME' && plainName(record.name) === owner)
    if (alias?.type !== 'CNAME') break
    owner = plainName(alias.data)
  }
  return answers.filter((record) => record.type === type && plainName(record.name) === owner)
}

/** An ordinary resolver in the same shape: nothing it says is authentic, and it is not asked for TLSA records. */
export function withoutValidation(resolver: DnsResolver): ValidatingResolver {
  const unchecked = async <Item>(records: Promise<readonly Item[]>): Promise<CheckedAnswer<Item>> => ({
    records: await records,
    isAuthentic: false,
  })
  return {
    mx: (domain) => unchecked(resolver.mx(domain)),
    a: (host) => unchecked(resolver.a(host)),
    aaaa: (host) => unchecked(resolver.aaaa(host)),
    tlsa: () => Promise.resolve({ records: [], isAuthentic: false }),
  }
}
