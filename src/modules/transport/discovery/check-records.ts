import type { CheckedDomain, CheckedRecord, DnsRecord, DomainRecords } from '../../../contract/set-up.ts'
import type { RecordLookup } from '../../../platform/dns/record-lookup.ts'
import type { SetUpDeps } from './set-up-deps.ts'

const maxFound = 10
const maxFoundChars = 500

interface Verdict {
  readonly state: CheckedRecord['state']
  readonly found: readonly string[]
}

const spaced = (text: string) => text.trim().replaceAll(/\s+/g, ' ').toLowerCase()

/** Tags of a DKIM record in any order and spacing; what matters of the key is the key (RFC 6376 section 3.6.1). */
const dkimKey = (text: string) => /(?:^|;)\s*p\s*=\s*([A-Za-z0-9+/=\s]*)/.exec(text)?.[1]?.replaceAll(/\s/g, '')

const beginsWith = (found: readonly string[], version: string) =>
  found.filter((text) => new RegExp(`^${version}(?:[;\\s]|$)`, 'i').test(text.trim()))

const addressesOf = async (host: string, lookup: RecordLookup): Promise<ReadonlySet<string>> =>
  new Set([...(await lookup.look(host, 'A')), ...(await lookup.look(host, 'AAAA'))])

async function judgeSpf(found: readonly string[], record: DnsRecord, lookup: RecordLookup): Promise<Verdict> {
  const policies = beginsWith(found, 'v=spf1')
  if (policies.length === 0) return { state: 'missing', found: [] }
  const host = /\ba:([^\s]+)/.exec(record.value)?.[1]
  if (host === undefined) return { state: 'unclear', found: policies }
  const addresses = await addressesOf(host, lookup)
  const terms = policies.flatMap((text) => spaced(text).split(' '))
  const isNamed = terms.some(
    (term) => term.replace(/^\+/, '') === `a:${host.toLowerCase()}` || addresses.has(term.replace(/^\+?ip[46]:/, '')),
  )
  if (isNamed) return { state: 'present', found: policies }
  // An include may lead to this server; following it to its end is the receiver's work.
  const isOpen = terms.some((term) => /^[+?~]?(include:|redirect=|ip[46]:.*\/|a$|a\/|mx)/.test(term))
  return { state: isOpen ? 'unclear' : 'different', found: policies }
}

/** An alias may also be written out as addresses of its target. */
async function judgeAlias(record: DnsRecord, lookup: RecordLookup): Promise<Verdict> {
  const aliases = await lookup.look(record.name, 'CNAME')
  if (aliases.includes(record.value.toLowerCase())) return { state: 'present', found: aliases }
  const host = record.value.replace(/\.$/, '')
  const own = await addressesOf(record.name, lookup)
  const targets = await addressesOf(host, lookup)
  const found = [...aliases, ...own]
  if (!own.isDisjointFrom(targets)) return { state: 'present', found }
  return { state: found.length === 0 ? 'missing' : 'different', found }
}

function judgeText(found: readonly string[], record: DnsRecord): Verdict {
  const version = record.value.split(';')[0] ?? ''
  const same = beginsWith(found, version)
  if (record.purpose !== 'dkim') return { state: same.length > 0 ? 'present' : 'missing', found: same }
  if (found.some((text) => dkimKey(text) === dkimKey(record.value))) return { state: 'present', found }
  return { state: found.length === 0 ? 'missing' : 'different', found }
}

async function judge(record: DnsRecord, lookup: RecordLookup): Promise<Verdict> {
  if (record.type === 'CNAME') return judgeAlias(record, lookup)
  const found = await lookup.look(record.name, record.type)
  if (record.purpose === 'spf') return judgeSpf(found, record, lookup)
  if (record.type === 'TXT') return judgeText(found, record)
  if (found.length === 0) return { state: 'missing', found }
  const wanted = serviceOf(spaced(record.value), record.type)
  return {
    state: found.some((text) => serviceOf(spaced(text), record.type) === wanted) ? 'present' : 'different',
    found,
  }
}

/** Priority and weight of a service are its owner's to choose. */
const serviceOf = (value: string, type: DnsRecord['type']) =>
  type === 'SRV' && !value.endsWith(' .') ? value.split(' ').slice(2).join(' ') : type === 'SRV' ? '.' : value

const bounded = ({ state, found }: Verdict): Pick<CheckedRecord, 'state' | 'found'> => ({
  state,
  found: found.slice(0, maxFound).map((text) => text.slice(0, maxFoundChars)),
})

/** Looks every record up. What the DNS does not answer is `no-answer`, never `missing`. */
export async function checkRecords(
  { lookup, metrics }: Pick<SetUpDeps, 'lookup' | 'metrics'>,
  listed: DomainRecords,
): Promise<CheckedDomain> {
  const counted = metrics.counter('sealpost_set_up_checks_total', 'DNS records of domains that were looked up', [
    'state',
  ])
  const records = await Promise.all(
    listed.records.map(async (record): Promise<CheckedRecord> => {
      const verdict = await judge(record, lookup).catch((): Verdict => ({ state: 'no-answer', found: [] }))
      counted.inc({ state: verdict.state })
      return { ...record, ...bounded(verdict) }
    }),
  )
  return { ...listed, records }
}
