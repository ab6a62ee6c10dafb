import { AppError } from '../contract/errors/app-error.ts'
import {
  changeableNames,
  isChangeable,
  settingNames,
  settingOf,
  type ChangeableName,
  type Kind,
  type OrganisationSettings,
  type SettingName,
} from '../lib/settings/index.ts'
import type { DomainRule } from '../modules/tenancy/organisations/index.ts'

const kindOf = (name: SettingName): Kind<string, unknown> => settingOf(name).kind

const invalid = (problem: string, name: ChangeableName) =>
  new AppError('invalid', 'command.setting-invalid', `${problem}: expected ${kindOf(name).expected}`)

/** What a typed text means for a setting; throws AppError that says `problem` and the form expected. */
function readValue(name: ChangeableName, text: string, problem: string): unknown {
  const kind = kindOf(name)
  const parsed = kind.schema.safeParse(kind.read(text))
  if (!parsed.success) throw invalid(problem, name)
  return parsed.data
}

function readPair(pair: string): readonly [ChangeableName, unknown] {
  const [written = '', text] = [
    pair.split('=', 1)[0],
    pair.includes('=') ? pair.slice(pair.indexOf('=') + 1) : undefined,
  ]
  const name = written.trim().replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())
  if (name === 'preset')
    throw new AppError('invalid', 'command.preset-set', 'a preset is applied with: sealpost organisation preset NAME')
  if (!isChangeable(name) || text === undefined)
    throw new AppError(
      'invalid',
      'command.setting-unknown',
      `--set takes NAME=VALUE with one of the names ${changeableNames.join(', ')}`,
    )
  return [name, readValue(name, text, `--set ${name}`)]
}

/** Reads `name=value` pairs; names as the settings have them or with hyphens. Throws AppError with the form expected. */
export const readPairs = (given: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(given.map(readPair))

const flagOf = (name: ChangeableName) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** An option for each setting, named as the setting is. */
export const settingOptions = changeableNames.map((name) => ({
  flags: `${flagOf(name)} <${kindOf(name).placeholder}>`,
  describe: settingOf(name).texts.en.label,
}))

/** Reads the values of those options; throws AppError with the form expected. */
export const readOptions = (given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    changeableNames.flatMap((name) => {
      const text = given[name]
      return typeof text !== 'string'
        ? []
        : [[name, readValue(name, text, `${flagOf(name)} is outside its limits`)] as const]
    }),
  )

/** Names and values for the terminal, as they could be typed again. */
export const settingPairs = (settings: OrganisationSettings): readonly (readonly [string, string])[] =>
  settingNames.map((name) => [name, kindOf(name).write(settings[name])])

export const ruleText = ({ domain, route: chosen, listedHosts }: DomainRule): readonly string[] => [
  domain,
  chosen,
  listedHosts.join(', '),
]
