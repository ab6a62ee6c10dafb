import { Resolver } from 'node:dns/promises'

export interface MxRecord {
  readonly exchange: string
  readonly priority: number
}

/** The DNS questions delivery asks. `NXDOMAIN` and "no such record" are empty lists; a failing server throws. */
export interface DnsResolver {
  mx(domain: string): Promise<readonly MxRecord[]>
  a(host: string): Promise<readonly string[]>
  aaaa(host: string): Promise<readonly string[]>
  txt(name: string): Promise<readonly string[]>
}

const emptyCodes = new Set(['ENOTFOUND', 'ENODATA'])

async function listOrEmpty<Item>(question: Promise<Item[]>): Promise<Item[]> {
  try {
    return await question
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && emptyCodes.has(error.code))
      return []
    throw error
  }
}

/** `servers` is the setting SEALPOST_DNS_SERVERS; empty uses the system's. */
export function createDnsResolver(servers = ''): DnsResolver {
  const resolver = new Resolver({ timeout: 5000, tries: 2 })
  const list = servers
    .split(',')
    .map((server) => server.trim())
    .filter((server) => server !== '')
  if (list.length > 0) resolver.setServers(list)
  return {
    mx: (domain) => listOrEmpty(resolver.resolveMx(domain)),
    a: (host) => listOrEmpty(resolver.resolve4(host)),
    aaaa: (host) => listOrEmpty(resolver.resolve6(host)),
    txt: async (name) => (await listOrEmpty(resolver.resolveTxt(name))).map((parts) => parts.join('')),
  }
}
