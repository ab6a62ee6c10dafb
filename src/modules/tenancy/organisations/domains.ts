import { randomBytes } from 'node:crypto'
import { toAsciiDomain } from '../../../lib/address/index.ts'
import { encodeBase32 } from '../../../lib/bytes/index.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor } from '../audit/index.ts'
import type { DirectoryDeps } from './directory-deps.ts'
import { directoryErrors } from './errors.ts'
import { findDomainOwner, insertDomain, markDomainVerified, readDomains, type DomainRow } from './store/domains.ts'

export interface DomainView {
  readonly domain: string
  readonly verifiedAt: Date | null
  /** The TXT record that proves the domain. */
  readonly proof: { readonly name: string; readonly value: string }
}

export interface DomainClaim {
  readonly organisationId: OrganisationId
  readonly domain: string
  readonly actor: AuditActor
  /** The operator of the installation answers for the domain; without it the claim waits for `verifyDomain`. */
  readonly vouched?: boolean
}

const present = (row: DomainRow): DomainView => ({
  domain: row.domain,
  verifiedAt: row.verified_at,
  proof: { name: `_sealpost.${row.domain}`, value: `sealpost-verify=${row.verification_token}` },
})

/** Claims a domain; the claim of one that the organisation has already changes nothing. */
export async function addDomain(deps: DirectoryDeps, tx: Tx, claim: DomainClaim): Promise<DomainView> {
  const domain = toAsciiDomain(claim.domain)
  if (domain === null) throw directoryErrors.invalidDomain()
  const owner = await findDomainOwner(tx, domain)
  if (owner !== undefined && owner !== claim.organisationId) throw directoryErrors.domainTaken()
  const row = await insertDomain(tx, claim.organisationId, { domain, token: encodeBase32(randomBytes(20)) })
  await deps.audit.record(tx, {
    organisationId: claim.organisationId,
    action: 'domain.added',
    actor: claim.actor,
    detail: { domain, vouched: claim.vouched === true },
  })
  if (claim.vouched !== true || row.verified_at !== null) return present(row)
  const at = deps.clock.now()
  await markDomainVerified(tx, domain, at).catch(explainRace)
  return present({ ...row, verified_at: at })
}

/** Looks for the TXT record and marks the domain; throws AppError `directory.domain-proof-missing` without it. */
export async function verifyDomain(
  deps: DirectoryDeps,
  wanted: { readonly organisationId: OrganisationId; readonly domain: string; readonly actor: AuditActor },
): Promise<DomainView> {
  const { organisationId, actor } = wanted
  const domain = toAsciiDomain(wanted.domain)
  const rows = await deps.database.withOrganisation(organisationId, readDomains)
  const row = rows.find((candidate) => candidate.domain === domain)
  if (row === undefined) throw directoryErrors.domainUnknown()
  const view = present(row)
  const records = await deps.dns.txt(view.proof.name).catch((error: unknown) => {
    throw directoryErrors.dnsUnavailable(error)
  })
  if (!records.includes(view.proof.value)) throw directoryErrors.proofMissing()
  const verifiedAt = deps.clock.now()
  await deps.database.withOrganisation(organisationId, async (tx) => {
    await markDomainVerified(tx, row.domain, verifiedAt).catch(explainRace)
    await deps.audit.record(tx, { organisationId, action: 'domain.verified', actor, detail: { domain: row.domain } })
  })
  return { ...view, verifiedAt }
}

export async function listDomains(tx: Tx): Promise<readonly DomainView[]> {
  return (await readDomains(tx)).map(present)
}

export async function verifiedDomains(tx: Tx): Promise<readonly string[]> {
  return (await readDomains(tx)).filter((row) => row.verified_at !== null).map((row) => row.domain)
}

/** Two organisations proved the same domain at the same moment; the index let one through. */
function explainRace(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505') throw directoryErrors.domainTaken()
  throw error
}
