import type { TlsaRecord, ValidatingResolver } from '../../../../platform/dns/validating-resolver.ts'

/**
 * What DANE says about a mail host. `unusable`: there are records, so the host does TLS, but none that proves who it is.
 * `failed`: the records could not be looked up, and the host is left alone, because that is how an attacker would hide them.
 */
export type HostDane =
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'usable'; readonly records: readonly TlsaRecord[] }

export interface DaneQuestion {
  readonly host: string
  readonly port: number
  /** MX and address records were authentic; without that nothing may be concluded from TLSA records. */
  readonly isAuthentic: boolean
}

const digestBytes: Readonly<Record<number, number>> = { 1: 32, 2: 64 }

/** DANE-TA and DANE-EE only; what PKIX-TA and PKIX-EE would add cannot be had in SMTP (RFC 7672 section 3.1.3). */
function isUsable({ usage, selector, matchingType, data }: TlsaRecord): boolean {
  const fits = matchingType === 0 ? data.length > 0 : data.length === digestBytes[matchingType]
  return (usage === 2 || usage === 3) && (selector === 0 || selector === 1) && fits
}

/** RFC 7672 section 2.2. */
export async function daneOf(dns: ValidatingResolver, { host, port, isAuthentic }: DaneQuestion): Promise<HostDane> {
  if (!isAuthentic) return { kind: 'absent' }
  try {
    const answer = await dns.tlsa(`_${port}._tcp.${host}`)
    if (!answer.isAuthentic || answer.records.length === 0) return { kind: 'absent' }
    const records = answer.records.filter(isUsable)
    return records.length > 0 ? { kind: 'usable', records } : { kind: 'unusable' }
  } catch {
    return { kind: 'failed' }
  }
}
