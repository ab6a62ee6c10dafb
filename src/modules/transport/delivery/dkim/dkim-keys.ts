import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Clock } from '../../../../platform/clock/clock.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { TransitKey } from '../../../../platform/transit/transit-key.ts'
import { insertDkimKeys, readDkimKeys, type DkimAlgorithm, type DkimKeyRow } from './dkim-store.ts'

/** A DNS record that the domain's owner publishes. */
export interface DnsRecord {
  readonly name: string
  readonly type: 'TXT'
  readonly value: string
}

const generate = promisify(generateKeyPair)

export const dkimKeyContext = (row: Pick<DkimKeyRow, 'organisation_id' | 'domain' | 'selector'>) =>
  `dkim_keys/${row.organisation_id}/${row.domain}/${row.selector}`

/** RFC 6376 section 3.6.1; for Ed25519 the bare 32 bytes (RFC 8463 section 4.2), which end the SPKI form. */
function publicKeyText(algorithm: DkimAlgorithm, publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return (algorithm === 'rsa-sha256' ? spki : spki.subarray(-32)).toString('base64')
}

async function makePair(algorithm: DkimAlgorithm): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  return algorithm === 'rsa-sha256' ? generate('rsa', { modulusLength: 2048 }) : generate('ed25519')
}

interface KeyDeps {
  readonly transit: TransitKey
  readonly clock: Clock
}

async function makeKey(
  deps: KeyDeps,
  owner: { organisationId: OrganisationId; domain: string },
  algorithm: DkimAlgorithm,
) {
  const { publicKey, privateKey } = await makePair(algorithm)
  // Random, so that two installations that serve one domain never publish under the same name.
  const selector = `sealpost-${algorithm === 'rsa-sha256' ? 'rsa' : 'ed'}-${randomBytes(3).toString('hex')}`
  const row = { organisation_id: owner.organisationId, domain: owner.domain, selector, algorithm }
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return {
    ...row,
    sealed_private_key: deps.transit.seal(Buffer.from(pem), dkimKeyContext(row)),
    public_key: publicKeyText(algorithm, publicKey),
    created_at: deps.clock.now(),
  }
}

export function dnsRecordOf(row: DkimKeyRow): DnsRecord {
  const keyType = row.algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519'
  return {
    name: `${row.selector}._domainkey.${row.domain}`,
    type: 'TXT',
    value: `v=DKIM1; k=${keyType}; p=${row.public_key}`,
  }
}

/** Makes an RSA-2048 and an Ed25519 key for the domain unless it has them, and returns the records to publish. */
export async function ensureDkimKeys(
  deps: KeyDeps,
  tx: Tx,
  owner: { readonly organisationId: OrganisationId; readonly domain: string },
): Promise<readonly DnsRecord[]> {
  const domain = owner.domain.toLowerCase()
  const existing = await readDkimKeys(tx, domain)
  const missing = (['rsa-sha256', 'ed25519-sha256'] as const).filter(
    (algorithm) => !existing.some((row) => row.algorithm === algorithm),
  )
  const made = await Promise.all(missing.map((algorithm) => makeKey(deps, { ...owner, domain }, algorithm)))
  if (made.length > 0) await insertDkimKeys(tx, made)
  return [...existing, ...made].map(dnsRecordOf)
}
