import {
  sections,
  settingNames,
  settingOf,
  type AnyKind,
  type OrganisationSettings,
  type SectionName,
  type SettingName,
} from '../../../../lib/settings/index.ts'
import type { Language } from '../../texts/formats.ts'
import type { Texts } from '../../texts/language.tsx'

const isSection = (name: string): name is SectionName => Object.hasOwn(sections, name)

/** The settings that the page shows, by the part of the page; each part is one form with a button of its own. */
export const settingGroups: readonly (readonly [group: SectionName, names: readonly SettingName[]])[] = Object.keys(
  sections,
)
  .filter(isSection)
  .map((section) => [section, settingNames.filter((name) => settingOf(name).section === section)])

export const kindOf = (name: SettingName): AnyKind => settingOf(name).kind

interface Shown {
  readonly settings: OrganisationSettings
  readonly language: Language
  readonly t: Texts['organisation']
}

/** A value in words: for the summary and for what a preset changes. */
export function describeSetting(name: SettingName, { settings, language, t }: Shown): string {
  const value = settings[name]
  const kind = kindOf(name)
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (kind.name === 'number') return kind.unit.count[language](Math.round(Number(value) / kind.unit.scale))
  const nameOf = (option: string): string =>
    'options' in kind ? (kind.options.texts[language][option]?.name ?? option) : option
  if (typeof value === 'string' && value !== '') return nameOf(value)
  return Array.isArray(value) && value.length > 0 ? value.map(nameOf).join(', ') : t.none
}
