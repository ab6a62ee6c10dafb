import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { presets, type PresetName } from '../../../lib/settings/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'
import { directoryErrors } from './errors.ts'
import { changeSettings } from './settings.ts'

export interface PresetChoice {
  readonly organisationId: OrganisationId
  readonly preset: PresetName
  readonly actor: AuditActor
}

/** One act and one entry in the audit log, also when nothing differed: somebody decided. */
export async function applyPreset(audit: AuditRecorder, tx: Tx, choice: PresetChoice): Promise<void> {
  const { organisationId, preset, actor } = choice
  if (!Object.hasOwn(presets, preset)) throw directoryErrors.unknownPreset()
  const detail = await changeSettings(tx, organisationId, { ...presets[preset], preset })
  await audit.record(tx, {
    organisationId,
    action: 'organisation.preset-applied',
    actor,
    detail: { ...detail, preset },
  })
}
