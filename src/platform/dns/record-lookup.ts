import { Resolver } from 'node:dns/promises'

export type LookedUpType = 'SRV' | 'CNAME' | 'A' | 'AAAA' | 'TXT' | 'TLSA'

/** Asks the DNS for what a domain publishes, in the form of a zone file. */
export interface RecordLookup {
  /** Empty when there is no such name or record; throws when no server answers. */
  look(name: string, type: LookedUpType): Promise<readonly string[]>
}

const emptyCodes = new Set(['ENOTFOUND', 'ENODATA'])
const lookupTimeoutMs = 3000

async function ask(resolver: Resolver, name: string, type: LookedUpType): Promise<string[]> {
  switch (type) {
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(
        (one) => `${one.priority} ${one.weight} ${one.port} ${absolute(one.name)}`,
      )
    case 'CNAME':
      return (await resolver.resolveCname(name)).map(absolute)
    case 'A':
      return resolver.resolve4(name)
    case 'AAAA':
      return resolver.resolve6(name)
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
    case 'TLSA':
      return (await resolver.resolveTlsa(name)).map(
        (one) => `${one.certUsage} ${one.selector} ${one.match} ${Buffer.from(one.data).toString('hex')}`,
      )
  }
}

/** The resolver names the root with nothing (RFC 2782: "not available at this domain"). */
const absolute = (name: string) => `${name.toLowerCase().replace(/\.$/, '')}.`

/** `servers` is the setting SEALPOST_DNS_SERVERS; empty uses the system's. */
export function createRecordLookup(servers = ''): RecordLookup {
  const resolver = new Resolver({ timeout: lookupTimeoutMs, tries: 2 })
  const list = servers
    .split(',')
    .map((server) => server.trim())
    .filter((server) => server !== '')
  if (list.length > 0) resolver.setServers(list)
  return {
    look: async (name, type) => {
      try {
        return await ask(resolver, name, type)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        if (typeof code === 'string' && emptyCodes.has(code)) return []
        throw error
      }
    },
  }
}
