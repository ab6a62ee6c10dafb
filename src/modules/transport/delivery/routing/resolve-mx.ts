import type { MxRecord } from '../../../../platform/dns/resolver.ts'
import type { CheckedAnswer, ValidatingResolver } from '../../../../platform/dns/validating-resolver.ts'
import { mayBeMailHost, type NoRoute } from './endpoint.ts'

const maxHosts = 6
const maxAddressesPerHost = 4
const mailPort = 25

export interface MxOptions {
  readonly dns: ValidatingResolver
  readonly port: number
  /** Uniform in [0, 1); orders hosts of equal preference. */
  readonly random: () => number
}

export interface MxHost {
  readonly host: string
  readonly addresses: readonly string[]
  /** That this host takes mail for the domain and has these addresses was validated by DNSSEC. */
  readonly isAuthentic: boolean
}

/**
 * The hosts that take mail for a domain (RFC 5321 section 5.1): MX hosts by preference, equal ones in random order;
 * without MX the domain's own address; a null MX (RFC 7505) or a domain without any address refuses for good. Whether an
 * own name is among the hosts is not looked at: this server takes no mail from outside, and the count of Received
 * fields ends a loop.
 */
export async function resolveMx(
  domain: string,
  options: MxOptions,
): Promise<{ readonly hosts: readonly MxHost[] } | NoRoute> {
  try {
    const { records, isAuthentic } = await options.dns.mx(domain)
    if (records.length === 0) return await implicitMx(domain, { ...options, isAuthentic })
    const named = records.filter(({ exchange }) => exchange !== '' && exchange !== '.')
    if (named.length === 0) return refuse('5.1.10', `The domain ${domain} takes no mail.`)
    const hosts = await withAddresses(inOrder(named, options.random), { ...options, isAuthentic })
    return hosts.length > 0
      ? reachable(hosts, domain, options.port)
      : unresolved('4.4.4', `No mail host of ${domain} has an address.`)
  } catch {
    return unresolved('4.4.3', `The name service does not answer for ${domain}.`)
  }
}

const refuse = (status: string, text: string): NoRoute => ({ refused: { status, text, cause: 'other' } })
const unresolved = (status: string, text: string): NoRoute => ({ unresolved: { status, text, cause: 'unreachable' } })

interface LookUp extends MxOptions {
  /** Of the answer that named the hosts. */
  readonly isAuthentic: boolean
}

async function implicitMx(domain: string, options: LookUp) {
  const hosts = await withAddresses([domain], options)
  return hosts.length > 0
    ? reachable(hosts, domain, options.port)
    : refuse('5.1.2', `The domain ${domain} does not exist or has no mail host.`)
}

function inOrder(records: readonly MxRecord[], random: () => number): readonly string[] {
  return records
    .map(({ exchange, priority }) => ({ exchange, priority, draw: random() }))
    .toSorted((one, other) => one.priority - other.priority || one.draw - other.draw)
    .slice(0, maxHosts)
    .map(({ exchange }) => exchange)
}

/** IPv4 first: many networks have IPv6 without a reverse name, and large receivers refuse such senders for good. */
async function withAddresses(names: readonly string[], options: LookUp): Promise<readonly MxHost[]> {
  let isAnyUnanswered = false
  const hosts = await Promise.all(
    names.map(async (host): Promise<MxHost> => {
      const answers = await Promise.allSettled([options.dns.a(host), options.dns.aaaa(host)])
      const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
      if (given.length < answers.length) isAnyUnanswered = true
      const used: readonly CheckedAnswer<string>[] = given.filter(({ records }) => records.length > 0)
      return {
        host,
        addresses: used.flatMap(({ records }) => records.slice(0, maxAddressesPerHost)),
        isAuthentic: options.isAuthentic && used.every(({ isAuthentic }) => isAuthentic),
      }
    }),
  )
  const known = hosts.filter(({ addresses }) => addresses.length > 0)
  // A question without an answer is no proof that there is no address.
  if (known.length === 0 && isAnyUnanswered) throw new Error('no address could be looked up')
  return known
}

/**
 * A stranger's DNS must not lead to a mail server of this machine, which may trust the loopback address, nor to what is
 * no host at all. On another port than that of mail hosts, which only an administrator can set, this is a laboratory.
 */
function reachable(hosts: readonly MxHost[], domain: string, port: number) {
  const outside = hosts
    .map((host) => ({ ...host, addresses: host.addresses.filter((to) => port !== mailPort || mayBeMailHost(to)) }))
    .filter(({ addresses }) => addresses.length > 0)
  return outside.length > 0
    ? { hosts: outside }
    : refuse('5.4.6', `The mail hosts of ${domain} lead back to this server.`)
}
