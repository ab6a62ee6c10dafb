import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { PresetName } from '../../../lib/settings/index.ts'
import type { AuditActor } from '../audit/index.ts'
import { applyPreset } from './apply-preset.ts'
import type { DirectoryDeps } from './directory-deps.ts'
import { parseDisplayName } from './display-name.ts'
import { addDomain } from './domains.ts'
import { directoryErrors } from './errors.ts'
import { findOrganisationId, insertOrganisation, readOrganisation, type Organisation } from './store/organisations.ts'
import type { Language } from './store/tables.ts'

export interface NewOrganisation {
  readonly name: string
  /** Language of mails to its recipients; German unless told otherwise. */
  readonly language?: Language
  /** Its first domain; the operator who creates the organisation answers for it. */
  readonly domain?: string
  /** The settings of a profession in place of the general ones. */
  readonly preset?: PresetName
  readonly actor: AuditActor
}

/** Creates the organisation, its default settings and its first domain in one transaction. */
export async function createOrganisation(deps: DirectoryDeps, wanted: NewOrganisation): Promise<Organisation> {
  const now = deps.clock.now()
  const name = parseDisplayName(wanted.name)
  const organisation = { id: uuidV7<OrganisationId>(now.getTime()), name, language: wanted.language ?? 'de' }
  const { id: organisationId } = organisation
  return deps.database.withOrganisation(organisationId, async (tx) => {
    if (!(await insertOrganisation(tx, organisation, now))) throw directoryErrors.organisationTaken()
    await deps.audit.record(tx, {
      organisationId,
      action: 'organisation.created',
      actor: wanted.actor,
      detail: { name },
    })
    if (wanted.domain !== undefined)
      await addDomain(deps, tx, { organisationId, domain: wanted.domain, actor: wanted.actor, vouched: true })
    if (wanted.preset !== undefined)
      await applyPreset(deps.audit, tx, { organisationId, preset: wanted.preset, actor: wanted.actor })
    return organisation
  })
}

/** By name (case does not matter) or identifier; throws AppError `directory.organisation-unknown`. */
export async function findOrganisation(deps: DirectoryDeps, nameOrId: string): Promise<Organisation> {
  const id = await deps.database.withoutOrganisation((tx) => findOrganisationId(tx, nameOrId.normalize('NFC').trim()))
  if (id === undefined) throw directoryErrors.organisationUnknown()
  const organisation = await deps.database.withOrganisation(id, (tx) => readOrganisation(tx, id))
  if (organisation === undefined) throw directoryErrors.organisationUnknown()
  return organisation
}
