import { isDeepStrictEqual } from 'node:util'
import { settingsChanges } from '../../../contract/organisation.ts'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import {
  allSettings,
  brokenRule,
  settingNames,
  settingOf,
  type Kind,
  type OrganisationSettings,
  type PresetName,
  type SettingName,
  type SettingsChanges,
  type Slice,
  type ValuesOf,
} from '../../../lib/settings/index.ts'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { directoryErrors } from './errors.ts'
import { readDecided } from './read-decided.ts'
import { lockSettings, readSettings, writeSettings, type Decided } from './store/settings.ts'
import type { Language } from './store/tables.ts'

/** Throws AppError `directory.organisation-unknown` when the transaction belongs to another organisation. */
export async function getSettings(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<OrganisationSettings & { readonly language: Language }> {
  return settingsOf(tx, organisationId, allSettings)
}

/** The values of some settings, and the organisation's language, in one round trip; throws as `getSettings` does. */
export async function settingsOf<Settings extends Slice>(
  tx: Tx,
  organisationId: OrganisationId,
  followed: Settings,
): Promise<ValuesOf<Settings> & { readonly language: Language }> {
  const { decided, language } = await requireSettings(tx, organisationId)
  return { ...readDecided(followed, decided), language }
}

async function requireSettings(tx: Tx, organisationId: OrganisationId) {
  const row = await readSettings(tx, organisationId)
  if (row === undefined) throw directoryErrors.organisationUnknown()
  return row
}

export interface SettingsChange {
  readonly organisationId: OrganisationId
  /** Only what changes; a preset is applied with `applyPreset`. */
  readonly changes: SettingsChanges
  readonly actor: AuditActor
}

/** Validates, writes what differs and records it; nothing is recorded when nothing differs. */
export async function updateSettings(audit: AuditRecorder, tx: Tx, change: SettingsChange): Promise<void> {
  const parsed = settingsChanges.safeParse(change.changes)
  if (!parsed.success) throw explainRefusal(parsed.error.issues)
  const { organisationId, actor } = change
  const detail = await changeSettings(tx, organisationId, parsed.data)
  if (Object.keys(detail).length === 0) return
  await audit.record(tx, { organisationId, action: 'organisation.settings-changed', actor, detail })
}

/** Changes values that were checked one by one; gives what differs in the words of the audit log. */
export async function changeSettings(
  tx: Tx,
  organisationId: OrganisationId,
  changes: SettingsChanges & { readonly preset?: PresetName },
): Promise<Readonly<Record<string, string>>> {
  await lockSettings(tx, organisationId)
  const { decided } = await requireSettings(tx, organisationId)
  const given = settingNames.filter((name) => Object.hasOwn(changes, name) && changes[name] !== undefined)
  const after = { ...decided, ...Object.fromEntries(given.map((name) => [name, changes[name]])) }
  const broken = brokenRule(readDecided(allSettings, after))
  if (broken !== undefined) throw new AppError('invalid', broken.code, broken.publicText)
  if (isDeepStrictEqual(after, decided)) return {}
  await writeSettings(tx, organisationId, after)
  const differing = given.filter((name) => !isDeepStrictEqual(changes[name], before(name, decided)))
  return Object.fromEntries(differing.map((name) => [name, recorded(name, changes[name])]))
}

/** What held until now, as it is stored. */
const before = (name: SettingName, decided: Decided): unknown =>
  Object.hasOwn(decided, name) ? decided[name] : settingOf(name).default

/** A value in the words of the audit log. */
function recorded(name: SettingName, value: unknown): string {
  const kind: Kind<string, unknown> = settingOf(name).kind
  return kind.record(value)
}

function explainRefusal(issues: readonly { readonly code: string; readonly path: readonly PropertyKey[] }[]): Error {
  const [first] = issues
  if (first?.code === 'unrecognized_keys' && first.path.length === 0) return directoryErrors.unknownSetting()
  return directoryErrors.invalidSetting(String(first?.path[0] ?? ''))
}
