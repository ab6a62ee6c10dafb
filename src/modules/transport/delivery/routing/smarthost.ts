import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isLoopbackAddress, type Endpoint, type Route } from './endpoint.ts'

export interface Smarthost extends Omit<Endpoint, 'address'> {}

const lookupTimeoutMs = 10_000

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && isLoopbackAddress(host))
}

/**
 * Reads SEALPOST_SMARTHOST; empty is null. `smtps://` and any server that gets a password must show a certificate that
 * verifies, and a password travels under TLS only; the machine itself (loopback) is exempt, and `?tls=unverified` in
 * the address accepts any certificate. `smtp://` without a password uses TLS when it works.
 */
export function parseSmarthost(setting: string): Smarthost | null {
  if (setting === '') return null
  const url = new URL(setting)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const secure = url.protocol === 'smtps:'
  const login =
    url.username === '' ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const isLocal = isLoopbackHost(host)
  const mustProtect = secure || (login !== null && !isLocal)
  const fallbackPort = login === null ? 25 : 587
  return {
    host,
    port: url.port === '' ? (secure ? 465 : fallbackPort) : Number(url.port),
    tls: secure ? 'implicit' : mustProtect ? 'required' : 'opportunistic',
    verify: mustProtect && !isLocal && url.searchParams.get('tls') !== 'unverified',
    dane: null,
    policy: null,
    login,
  }
}

/** The smarthost's addresses, asked of the system so that names of the local network work. */
export async function resolveSmarthost(smarthost: Smarthost): Promise<Route> {
  if (isIP(smarthost.host) !== 0) return { endpoints: [{ ...smarthost, address: smarthost.host }] }
  const text = `The address of ${smarthost.host} cannot be looked up.`
  const unresolved = { status: '4.4.3', text, cause: 'unreachable' } as const
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), lookupTimeoutMs)
  })
  const found = await Promise.race([lookup(smarthost.host, { all: true }).catch(() => null), timeout])
  clearTimeout(timer)
  if (found === null || found.length === 0) return { unresolved }
  return { endpoints: found.map(({ address }) => ({ ...smarthost, address })) }
}
