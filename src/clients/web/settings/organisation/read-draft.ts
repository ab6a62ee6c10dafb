import {
  brokenRule,
  type Kind,
  type OrganisationSettings,
  type Rule,
  type SettingName,
} from '../../../../lib/settings/index.ts'
import { readIncoming, typedOf, type TypedIncoming } from './read-incoming.ts'
import { kindOf } from './setting-groups.ts'

/** What was typed and is not saved: numbers as text, so that a half-typed one stays as it is. */
export type DraftValue = string | boolean | readonly string[] | TypedIncoming | null
export type Draft = Readonly<Partial<Record<SettingName, DraftValue>>>

export type FieldProblem =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'too-long'; readonly most: number; readonly typed: number }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'host' | 'port' }
  | { readonly kind: 'rule'; readonly rule: Rule }

export interface ReadDraft {
  /** Only what differs from what is saved. */
  readonly changes: Partial<OrganisationSettings>
  readonly problems: Readonly<Partial<Record<SettingName, FieldProblem>>>
}

/** A setting as its field shows it. */
export function shownValue(name: SettingName, settings: OrganisationSettings): DraftValue {
  const kind = kindOf(name)
  const value = settings[name]
  if (kind.name === 'mail-server') return typedOf(settings.incomingMail)
  if (kind.name === 'number') return String(Math.round(Number(value) / kind.unit.scale))
  return typeof value === 'string' || typeof value === 'boolean' || Array.isArray(value) ? value : null
}

/** Reads the typed values of one form against the saved settings. */
export function readDraft(draft: Draft, names: readonly SettingName[], saved: OrganisationSettings): ReadDraft {
  const problems: Partial<Record<SettingName, FieldProblem>> = {}
  const changes: Record<string, unknown> = {}
  for (const name of names) {
    const typed = draft[name]
    if (typed === undefined) continue
    const read = readTyped(name, typed)
    if (read.problem !== null) problems[name] = read.problem
    else if (comparable(read.value) !== comparable(saved[name])) changes[name] = read.value
  }
  const rule = brokenRule({ ...saved, ...changes })
  const at = names.find((name) => name === rule?.at)
  const isRead = rule?.names.every((name) => !Object.hasOwn(problems, name)) === true
  if (rule !== undefined && at !== undefined && isRead) problems[at] = { kind: 'rule', rule }
  return { changes, problems }
}

const comparable = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? value.map(String).toSorted((a, b) => a.localeCompare(b)) : value)

type Read = { readonly problem: null; readonly value: unknown } | { readonly problem: FieldProblem }

/** The value that was typed, as the setting's own schema takes it, or what is wrong with it. */
function readTyped(name: SettingName, typed: DraftValue): Read {
  const kind = kindOf(name)
  switch (kind.name) {
    case 'number': {
      const shown = { min: kind.min / kind.unit.scale, max: kind.max / kind.unit.scale }
      const isNumber = typeof typed === 'string' && /^\s*\d{1,9}\s*$/.test(typed)
      return checked(kind, isNumber ? Number(typed) * kind.unit.scale : null, { kind: 'number', ...shown })
    }
    case 'text': {
      const text = textOf(typed).replaceAll('\r\n', '\n').trim()
      const isLong = text.length > kind.maxCharacters
      return checked(
        kind,
        text,
        isLong ? { kind: 'too-long', most: kind.maxCharacters, typed: text.length } : { kind: 'unseen' },
      )
    }
    case 'mail-server': {
      const read = readIncoming(typedServer(typed))
      return read.wrong === null ? { problem: null, value: read.incoming } : { problem: { kind: read.wrong } }
    }
    default:
      return { problem: null, value: typed }
  }
}

/** What a field of text shows of a draft. */
export const textOf = (typed: DraftValue): string => (typeof typed === 'string' ? typed : '')

/** The fields of a mail server; a draft that is none begins as if nothing was said. */
export const typedServer = (typed: DraftValue): TypedIncoming =>
  typeof typed === 'object' && typed !== null && 'protocol' in typed ? typed : typedOf(null)

function checked(kind: Kind<string, unknown>, value: unknown, problem: FieldProblem): Read {
  return kind.schema.safeParse(value).success ? { problem: null, value } : { problem }
}
