import type { Command } from 'commander'
import { z } from 'zod'
import { presetDifferences, presetNames, presets, type PresetName } from '../../lib/settings/index.ts'
import { AppError } from '../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import { routes } from '../../lib/policy/index.ts'
import type { Parts } from '../../main.ts'
import { columns, pairs, type Answer } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { readOptions, readPairs, ruleText, settingOptions, settingPairs } from '../setting-words.ts'
import { organisationChoice, organisationOption } from './organisation-choice.ts'

/** The name of a preset; throws AppError that lists them. */
export function readPresetName(text: string): PresetName {
  const found = presetNames.find((name) => name === text.trim().toLowerCase())
  if (found === undefined)
    throw new AppError('invalid', 'command.preset-unknown', `the presets are ${presetNames.join(', ')}`)
  return found
}

async function describeSettings({ database, directory }: Parts, organisationId: OrganisationId): Promise<Answer> {
  const [settings, rules] = await database.withOrganisation(organisationId, async (tx) => [
    await directory.getSettings(tx, organisationId),
    await directory.domainRules(tx),
  ])
  const { preset } = settings
  const changed = preset === null ? [] : presetDifferences(presets[preset], settings)
  const since = changed.length === 0 ? [] : [`Changed since the preset ${preset}: ${changed.join(', ')}`]
  const table = rules.length === 0 ? [] : ['', columns(['DOMAIN', 'ROUTE', 'LISTED HOSTS'], rules.map(ruleText), '')]
  return {
    data: { ...settings, domainRules: rules, changedSincePreset: changed },
    text: [pairs([...settingPairs(settings), ['language', settings.language]]), ...since, ...table].join('\n'),
  }
}

const addSettings = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'organisation settings',
    summary: 'show the settings of an organisation, or change those that are given',
    options: [
      organisationOption,
      {
        flags: '--set <name=value...>',
        describe: 'any setting by the name it is shown under, such as passwordDays=14',
      },
      ...settingOptions,
    ],
    input: z.object({ organisation: organisationChoice, set: z.array(z.string()).default([]) }).catchall(z.unknown()),
    run: ({ organisation, set, ...given }, shell) => {
      const changes = { ...readOptions(given), ...readPairs(set) }
      return withParts(shell, async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, organisation)
        await parts.database.withOrganisation(organisationId, (tx) =>
          parts.directory.updateSettings(tx, { organisationId, changes, actor: commandActor }),
        )
        return describeSettings(parts, organisationId)
      })
    },
  })

const addPreset = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'organisation preset',
    summary: `apply the settings of a profession: ${presetNames.join(', ')}`,
    arguments: [['<preset>', 'name of the preset; it replaces the notes to recipients as well']],
    options: [organisationOption],
    input: z.object({ preset: z.string(), organisation: organisationChoice }),
    run: (given, shell) => {
      const preset = readPresetName(given.preset)
      return withParts(shell, async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, given.organisation)
        await parts.database.withOrganisation(organisationId, (tx) =>
          parts.directory.applyPreset(tx, { organisationId, preset, actor: commandActor }),
        )
        return describeSettings(parts, organisationId)
      })
    },
  })

const addRoute = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'organisation route',
    summary: 'say how mail to a domain leaves; .example.org means the domain with its sub-domains',
    arguments: [
      ['<domain>', 'domain of recipients'],
      ['<route>', 'portal, attachment or direct; default removes the rule'],
    ],
    options: [
      organisationOption,
      {
        flags: '--host <mxhost...>',
        describe: 'direct only: MX hosts you answer for; their certificate is still verified',
      },
    ],
    input: z.object({
      domain: z.string(),
      route: z.enum([...routes, 'default'], { error: 'expected portal, attachment, direct or default' }),
      host: z.array(z.string()).default([]),
      organisation: organisationChoice,
    }),
    run: ({ domain, route, host: listedHosts, organisation }, shell) =>
      withParts(shell, async ({ database, directory, ...parts }) => {
        const found = await findOrganisation({ database, directory, ...parts }, organisation)
        const act = { organisationId: found.id, domain, actor: commandActor }
        const rules = await database.withOrganisation(found.id, async (tx) => {
          if (route === 'default') await directory.removeDomainRule(tx, act)
          else await directory.setDomainRule(tx, { ...act, route, listedHosts })
          return directory.domainRules(tx)
        })
        return {
          data: rules,
          text: columns(
            ['DOMAIN', 'ROUTE', 'LISTED HOSTS'],
            rules.map(ruleText),
            `${found.name} has no rules for domains.`,
          ),
        }
      }),
  })

export function addOrganisationSettingsCommands(program: Command, host: CommandHost): void {
  addSettings(program, host)
  addPreset(program, host)
  addRoute(program, host)
}
