import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto'
import type { TlsaRecord } from '../../../../platform/dns/validating-resolver.ts'
import { speaksFor } from '../certificates/speaks-for.ts'

export interface ShownCertificates {
  /** The host's own certificate first, each of the following having issued the one before it. */
  readonly chain: readonly X509Certificate[]
  /** Names of which one must stand in the host's certificate below a trust anchor. */
  readonly names: readonly string[]
  readonly now: Date
}

const maxChain = 10
const [trustAnchor, endEntity] = [2, 3]

/**
 * Whether one of the records vouches for the host (RFC 7672 sections 3.1.1 and 3.1.2). A record for the host's own
 * certificate says everything: names and dates in it do not count. A record for an authority needs a sound chain, dates
 * and a name besides; name constraints inside it are not looked at.
 */
export function matchesRecords(records: readonly TlsaRecord[], shown: ShownCertificates): boolean {
  const [leaf] = shown.chain
  if (leaf === undefined) return false
  if (records.some((record) => record.usage === endEntity && fits(record, leaf))) return true
  const anchors = records.filter((record) => record.usage === trustAnchor)
  return anchors.length > 0 && shown.names.some((name) => speaksFor(leaf, name)) && isAnchored(anchors, shown)
}

function isAnchored(anchors: readonly TlsaRecord[], { chain, now }: ShownCertificates): boolean {
  const paths = [chain, ...anchors.flatMap((anchor) => extended(chain, anchor))]
  return paths.some((path) =>
    path.slice(0, maxChain).some((certificate, depth) => {
      const isAnchor = depth > 0 && anchors.some((anchor) => fits(anchor, certificate))
      return isAnchor && isSound(path.slice(0, depth + 1), now)
    }),
  )
}

/** A record may hold the whole certificate of the authority, and then the host need not show it. */
function extended(chain: readonly X509Certificate[], anchor: TlsaRecord): readonly X509Certificate[][] {
  if (anchor.selector !== 0 || anchor.matchingType !== 0) return []
  try {
    return [[...chain, new X509Certificate(anchor.data)]]
  } catch {
    return []
  }
}

function isSound(path: readonly X509Certificate[], now: Date): boolean {
  return path.every((certificate, depth) => {
    const issuer = path[depth + 1]
    const isInTime = certificate.validFromDate <= now && now <= certificate.validToDate
    if (issuer === undefined) return isInTime
    return isInTime && issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  })
}

function fits({ selector, matchingType, data }: TlsaRecord, certificate: X509Certificate): boolean {
  const whole = selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' })
  const shown =
    matchingType === 0
      ? whole
      : createHash(matchingType === 1 ? 'sha256' : 'sha512')
          .update(whole)
          .digest()
  return shown.length === data.length && timingSafeEqual(shown, data)
}
