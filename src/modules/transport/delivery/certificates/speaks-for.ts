import { X509Certificate } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'

/** Names in subjectAltName only, and a wildcard only as the whole first label (RFC 8461 section 4.1, RFC 6125 section 6.4). */
const strictNames = {
  subject: 'never',
  wildcards: true,
  partialWildcards: false,
  multiLabelWildcards: false,
  singleLabelSubdomains: false,
} as const

export function speaksFor(certificate: X509Certificate, host: string): boolean {
  return certificate.checkHost(host, strictNames) !== undefined
}

/** For `tls.connect`: the stricter look at the name, after the chain was found good. */
export function checkStrictIdentity(host: string, { raw }: PeerCertificate): Error | undefined {
  if (speaksFor(new X509Certificate(raw), host)) return undefined
  return Object.assign(new Error('the certificate is for another name'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
}
