import type { DnsResolver } from '../../../platform/dns/resolver.ts'
import { mayBeMailHost, type Endpoint, type Route } from './endpoint.ts'

const maxHosts = 6
const maxAddressesPerHost = 4
const mailPort = 25

export interface MxOptions {
  readonly resolver: DnsResolver
  readonly port: number
  /** Uniform in [0, 1); orders hosts of equal preference. */
  readonly random: () => number
}

/**
 * The addresses that take mail for a domain (RFC 5321 section 5.1): MX hosts by preference, equal ones in random order;
 * without MX the domain's own address; a null MX (RFC 7505) or a domain without any address refuses for good. Whether an
 * own name is among the hosts is not looked at: this server takes no mail from outside, and the count of Received
 * fields ends a loop.
 */
export async function resolveMx(domain: string, options: MxOptions): Promise<Route> {
  try {
    const records = await options.resolver.mx(domain)
    if (records.length === 0) return await implicitMx(domain, options)
    const hosts = records.filter(({ exchange }) => exchange !== '' && exchange !== '.')
    if (hosts.length === 0) return refuse('5.1.10', `The domain ${domain} takes no mail.`)
    const endpoints = await endpointsOf(inOrder(hosts, options.random), options)
    return endpoints.length > 0
      ? reachable(endpoints, domain)
      : { unresolved: { status: '4.4.4', text: `No mail host of ${domain} has an address.` } }
  } catch {
    return { unresolved: { status: '4.4.3', text: `The name service does not answer for ${domain}.` } }
  }
}

const refuse = (status: string, text: string): Route => ({ refused: { status, text } })

async function implicitMx(domain: string, options: MxOptions): Promise<Route> {
  const endpoints = await endpointsOf([domain], options)
  return endpoints.length > 0
    ? reachable(endpoints, domain)
    : refuse('5.1.2', `The domain ${domain} does not exist or has no mail host.`)
}

interface MxRecord {
  readonly exchange: string
  readonly priority: number
}

function inOrder(records: readonly MxRecord[], random: () => number): readonly string[] {
  return records
    .map(({ exchange, priority }) => ({ exchange, priority, draw: random() }))
    .toSorted((one, other) => one.priority - other.priority || one.draw - other.draw)
    .slice(0, maxHosts)
    .map(({ exchange }) => exchange)
}

/** IPv4 first: many networks have IPv6 without a reverse name, and large receivers refuse such senders for good. */
async function endpointsOf(hosts: readonly string[], options: MxOptions): Promise<readonly Endpoint[]> {
  const answers = await Promise.all(
    hosts.map(async (host) => {
      const [v4, v6] = await Promise.allSettled([options.resolver.a(host), options.resolver.aaaa(host)])
      return [...addressesOf(host, v4, options.port), ...addressesOf(host, v6, options.port)]
    }),
  )
  const endpoints = answers.flat()
  const known = endpoints.filter((endpoint) => endpoint !== undefined)
  // A question without an answer is no proof that there is no address.
  if (known.length === 0 && endpoints.length > 0) throw new Error('no address could be looked up')
  return known
}

function addressesOf(
  host: string,
  answer: PromiseSettledResult<readonly string[]>,
  port: number,
): readonly (Endpoint | undefined)[] {
  if (answer.status === 'rejected') return [undefined]
  return answer.value.slice(0, maxAddressesPerHost).map((address): Endpoint => {
    return { host, address, port, tls: 'opportunistic', verify: false, login: null }
  })
}

/**
 * A stranger's DNS must not lead to a mail server of this machine, which may trust the loopback address, nor to what is
 * no host at all. On another port than that of mail hosts, which only an administrator can set, this is a laboratory.
 */
function reachable(endpoints: readonly Endpoint[], domain: string): Route {
  const outside = endpoints.filter(({ address, port }) => port !== mailPort || mayBeMailHost(address))
  return outside.length > 0
    ? { endpoints: outside }
    : refuse('5.4.6', `The mail hosts of ${domain} lead back to this server.`)
}
