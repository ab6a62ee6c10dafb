import { settings, type SettingName } from '../platform/config/settings.ts'

interface SettingFacts {
  readonly name: SettingName
  readonly describe: string
  readonly secret: boolean
  /** As it would be written; empty when the setting is empty by default. */
  readonly byDefault: string
}

function facts(name: SettingName): SettingFacts {
  const { describe, secret, schema } = settings[name]
  const value: unknown = schema.parse(undefined)
  return { name, describe, secret: secret === true, byDefault: Array.isArray(value) ? value.join(',') : String(value) }
}

const isSettingName = (name: string): name is SettingName => name in settings
export const settingNames: readonly SettingName[] = Object.keys(settings).filter(isSettingName)
const allFacts = settingNames.map(facts)

const cell = (text: string) => text.replaceAll('|', '\\|')

function row({ name, describe, secret, byDefault }: SettingFacts): string {
  const note = secret ? ` Secret: may be given as \`${name}_FILE\`.` : ''
  return `| \`${name}\` | ${byDefault === '' ? '(empty)' : `\`${cell(byDefault)}\``} | ${cell(describe)}${note} |`
}

/** docs/configuration.md, from the table that start-up validation uses. */
export function configReference(): string {
  return `# Configuration

<!-- Printed by \`sealpost config reference\`; do not edit by hand. -->

Settings are environment variables. The same names may stand in a file of lines \`NAME=value\` that \`SEALPOST_CONFIG_FILE\`
names; the environment wins. Secrets may be given as \`NAME_FILE\`, the path of a file that holds the value. An unknown name
that begins with \`SEALPOST_\` is refused, so that a misspelt one is noticed. \`sealpost config check\` reports every problem
at once and never prints a secret; \`sealpost config sample\` prints a file to start from.

What organisations decide for themselves (expiry, countries for text messages, branding) is not here: see
\`sealpost organisation settings\` and \`sealpost organisation branding\`.

| setting | default | meaning |
|---|---|---|
${allFacts.map(row).join('\n')}
`
}

/** A configuration file in which every setting stands with its default, commented out. */
export function configSample(): string {
  const blocks = allFacts.map(({ name, describe, byDefault }) => `# ${describe}\n#${name}=${byDefault}\n`)
  return [
    '# Sealpost settings; point SEALPOST_CONFIG_FILE here. Remove the # before a line to change it.\n',
    ...blocks,
  ].join('\n')
}
