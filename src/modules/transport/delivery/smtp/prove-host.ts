import { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import { TLSSocket, type DetailedPeerCertificate } from 'node:tls'
import { matchesRecords } from '../dane/matches-records.ts'
import type { Endpoint } from '../routing/endpoint.ts'
import { SmtpFailure } from './smtp-failure.ts'

const maxChain = 10

/**
 * Whether the host at the other end has proven who it is; throws SmtpFailure when it has not and the endpoint demands it.
 * Certificates are judged at the time of this machine, as the TLS library does.
 */
export function proveHost(socket: Socket | false | null, endpoint: Endpoint, domain: string | undefined): boolean {
  const isOptional = endpoint.tls === 'opportunistic'
  if (!(socket instanceof TLSSocket)) {
    if (isOptional) return false
    throw unproven('the host does not use TLS')
  }
  if (endpoint.dane !== null) {
    const names = domain === undefined ? [endpoint.host] : [endpoint.host, domain]
    if (matchesRecords(endpoint.dane, { chain: chainOf(socket), names, now: new Date() })) return true
    throw unproven('the certificate of the host is not the one its TLSA records name')
  }
  if (endpoint.verify && !socket.authorized) throw unproven('the certificate of the host could not be verified')
  return socket.authorized
}

const unproven = (text: string) => new SmtpFailure({ stage: 'connection', text, tls: true })

/** As the host showed it, its own certificate first; an authority that issued itself ends it. */
function chainOf(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = []
  const seen = new Set<string>()
  let shown: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (shown?.raw !== undefined && !seen.has(shown.fingerprint256) && chain.length < maxChain) {
    seen.add(shown.fingerprint256)
    chain.push(new X509Certificate(shown.raw))
    shown = shown.issuerCertificate
  }
  return chain
}
