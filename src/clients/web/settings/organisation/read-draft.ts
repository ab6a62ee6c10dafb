import {
  areConsistent,
  organisationSettings,
  settingsBounds,
  type OrganisationSettings,
} from '../../../../contract/organisation.ts'
import type { Route } from '../../../../lib/policy/index.ts'
import { settingKinds, type SettingName } from './setting-groups.ts'

/** What was typed and is not saved: numbers as text, so that a half-typed one stays as it is. */
export type DraftValue = string | boolean | readonly Route[]
export type Draft = Readonly<Partial<Record<SettingName, DraftValue>>>

export type FieldProblem =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'too-long'; readonly most: number; readonly typed: number }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'beyond' }

export interface ReadDraft {
  /** Only what differs from what is saved. */
  readonly changes: Partial<OrganisationSettings>
  readonly problems: Readonly<Partial<Record<SettingName, FieldProblem>>>
}

/** A setting as its field shows it. */
export function shownValue(name: SettingName, settings: OrganisationSettings): DraftValue {
  const value = settings[name]
  const kind = settingKinds[name]
  if (typeof value !== 'number') return value
  return String(kind.kind === 'number' ? Math.round(value / kind.unit) : value)
}

/** Reads the typed values of one form against the saved settings. */
export function readDraft(draft: Draft, names: readonly SettingName[], saved: OrganisationSettings): ReadDraft {
  const problems: Partial<Record<SettingName, FieldProblem>> = {}
  const changes: Record<string, unknown> = {}
  for (const name of names) {
    const typed = draft[name]
    if (typed === undefined) continue
    const problem = problemOf(name, typed)
    if (problem !== null) problems[name] = problem
    else if (comparable(storedValue(name, typed)) !== comparable(saved[name])) changes[name] = storedValue(name, typed)
  }
  const after = organisationSettings.partial().parse(changes)
  const hasDays = names.includes('maxExpiryDays') && problems.expiryDays === undefined
  if (hasDays && problems.maxExpiryDays === undefined && !areConsistent({ ...saved, ...definedOf(after) }))
    problems.maxExpiryDays = { kind: 'beyond' }
  return { changes: definedOf(after), problems }
}

const definedOf = (changes: object): Partial<OrganisationSettings> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))

const comparable = (value: unknown): unknown =>
  Array.isArray(value)
    ? value
        .map(String)
        .toSorted((a, b) => a.localeCompare(b))
        .join()
    : value

function storedValue(name: SettingName, typed: DraftValue): DraftValue | number {
  const kind = settingKinds[name]
  if (kind.kind === 'number') return Math.round(Number(typed) * kind.unit)
  return kind.kind === 'note' && typeof typed === 'string' ? typed.replaceAll('\r\n', '\n').trim() : typed
}

function problemOf(name: SettingName, typed: DraftValue): FieldProblem | null {
  const kind = settingKinds[name]
  if (kind.kind === 'number') {
    const { min, max } = kind
    const isWithin =
      typeof typed === 'string' && /^\s*\d{1,9}\s*$/.test(typed) && Number(typed) >= min && Number(typed) <= max
    return isWithin ? null : { kind: 'number', min, max }
  }
  if (kind.kind !== 'note' || typeof typed !== 'string') return null
  const note = storedValue(name, typed)
  const most = settingsBounds.coverNoteCharacters
  if (String(note).length > most) return { kind: 'too-long', most, typed: String(note).length }
  return organisationSettings.shape.coverNoteGerman.safeParse(note).success ? null : { kind: 'unseen' }
}
