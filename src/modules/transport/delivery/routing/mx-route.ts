import { daneOf, type HostDane } from '../dane/host-records.ts'
import type { TlsDemand, TlsPolicy } from '../mail.ts'
import { namesHost } from '../mta-sts/policy-file.ts'
import type { StsAnswer, StsPolicies } from '../mta-sts/policies.ts'
import type { Endpoint, NoRoute, Route } from './endpoint.ts'
import { resolveMx, type MxHost, type MxOptions } from './resolve-mx.ts'

export interface MxRouteDeps extends MxOptions {
  readonly policies: StsPolicies
}

type Protection = Pick<Endpoint, 'tls' | 'verify' | 'dane' | 'policy'>

/** `barredBy`: a policy does not let mail go to this host now. `unproven`: mail may, one that demands proof may not. */
type Verdict = Protection | { readonly barredBy: 'dane' | 'mta-sts' } | 'unproven'

const opportunistic: Protection = { tls: 'opportunistic', verify: false, dane: null, policy: null }
const byAuthorities = { tls: 'required', verify: true, dane: null } as const

/**
 * Where a mail for a domain goes and what the connection must be like. DANE (RFC 7672) and MTA-STS in enforce mode
 * (RFC 8461) are honoured for every mail; where both speak, DANE decides, which MTA-STS must not override (section 2). A
 * mail with a demand goes only where one of them, or the administrator's list, says how the host proves itself: never in
 * clear, never unverified. A policy that cannot be met now postpones; for a demanding mail no policy at all refuses.
 */
export async function findMxRoute(deps: MxRouteDeps, domain: string, demand: TlsDemand | null): Promise<Route> {
  const [found, sts] = await Promise.all([resolveMx(domain, deps), deps.policies.of(domain)])
  if (!('hosts' in found)) return found
  const judged = await Promise.all(
    found.hosts.map(async (host) => {
      const dane = await daneOf(deps.dns, { ...host, port: deps.port })
      return { host, dane, verdict: judge(host.host, { dane, sts, demand }) }
    }),
  )
  const endpoints = judged.flatMap(({ host, verdict }) =>
    verdict === 'unproven' || 'barredBy' in verdict ? [] : endpointsOf(host, verdict, deps.port),
  )
  if (endpoints.length > 0) return { endpoints }
  const bars = judged.flatMap(({ verdict }) => (verdict !== 'unproven' && 'barredBy' in verdict ? [verdict] : []))
  return whyNowhere(domain, bars[0]?.barredBy ?? null, sts)
}

function whyNowhere(domain: string, barredBy: 'dane' | 'mta-sts' | null, sts: StsAnswer): NoRoute {
  if (barredBy === 'dane') return notNow('dane', `The TLSA records of the mail hosts of ${domain} cannot be looked up.`)
  if (barredBy === 'mta-sts') return notNow('mta-sts', `The MTA-STS policy of ${domain} names none of its mail hosts.`)
  if (sts.kind === 'unknown') return notNow('mta-sts', `The MTA-STS policy of ${domain} cannot be had at present.`)
  return noVerifiedTls(`The domain ${domain} publishes no policy for verified TLS.`)
}

interface Facts {
  readonly dane: HostDane
  readonly sts: StsAnswer
  readonly demand: TlsDemand | null
}

function judge(host: string, { dane, sts, demand }: Facts): Verdict {
  if (dane.kind === 'usable') return { tls: 'required', verify: false, dane: dane.records, policy: 'dane' }
  if (dane.kind === 'failed') return { barredBy: 'dane' }
  if (sts.kind === 'policy' && sts.mode === 'enforce')
    return namesHost(sts, host) ? { ...byAuthorities, policy: 'mta-sts' } : { barredBy: 'mta-sts' }
  const isListed = demand?.listedHosts.some((listed) => listed.toLowerCase().replace(/\.$/, '') === host.toLowerCase())
  if (isListed === true) return { ...byAuthorities, policy: 'listed' }
  if (demand !== null) return 'unproven'
  // Records that cannot be used still say that the host does TLS (RFC 7672 section 2.2).
  return dane.kind === 'unusable' ? { ...opportunistic, tls: 'required', policy: 'dane' } : opportunistic
}

const endpointsOf = ({ host, addresses }: MxHost, protection: Protection, port: number): readonly Endpoint[] =>
  addresses.map((address) => ({ host, address, port, login: null, ...protection }))

const notNow = (policy: TlsPolicy, text: string): NoRoute => ({
  unresolved: { status: '4.7.5', text, cause: 'no-verified-tls', policy },
})

/** A mail that demands verified TLS and can have none, whatever is tried. */
export const noVerifiedTls = (text: string): NoRoute => ({
  refused: { status: '5.7.5', text, cause: 'no-verified-tls' },
})
