import {
  presetNames,
  presets,
  sections,
  settingOf,
  slices,
  type AnyKind,
  type Kind,
  type SettingName,
  type Slice,
} from '../src/lib/settings/index.ts'

const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (titles: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(titles), row(titles.map(() => '---')), ...rows.map(row)].join('\n')

/** Long texts are named, not repeated. */
function written(given: AnyKind, value: unknown): string {
  const kind: Kind<string, unknown> = given
  if (given.name === 'number') return given.unit.count.en(Number(value) / given.unit.scale)
  const text = given.name === 'text' && value !== '' ? 'a text of its own' : kind.write(value)
  return text === '' ? 'none' : text
}

function settingRow([name, { kind, changedBy, ...setting }]: [string, Slice[string]]): readonly string[] {
  const { label, hint } = setting.texts.en
  const where = setting.section === undefined ? 'command line' : sections[setting.section].en.title
  return [
    `\`${name}\``,
    `${label}. ${hint}`,
    kind.expected,
    written(kind, setting.default),
    changedBy === 'preset' ? 'by applying a preset' : where,
  ]
}

const moduleTables = () =>
  Object.entries(slices).map(([module, slice]: [string, Slice]) =>
    [
      `### ${module}`,
      table(
        ['setting', 'what it decides', 'takes', 'until decided', 'on the page'],
        Object.entries(slice).map(settingRow),
      ),
    ].join('\n\n'),
  )

function presetTable(): string {
  const advised = Object.keys(presets.doctors).filter((name): name is SettingName & keyof typeof presets.doctors =>
    Object.hasOwn(presets.doctors, name),
  )
  return table(
    ['setting', ...presetNames],
    advised.map((name) => [
      `\`${name}\``,
      ...presetNames.map((preset) => written(settingOf(name).kind, presets[preset][name])),
    ]),
  )
}

/** The text of docs/settings.md. */
export const settingsReference = (): string =>
  [
    '# Settings of an organisation',
    'Generated from `src/lib/settings` by `node scripts/write-settings-reference.ts`. Settings of the installation: [configuration](configuration.md).',
    'Administrators change them in the web app below Settings, Organisation; whoever may run the command line with `sealpost organisation settings --set NAME=VALUE`, or with an option of the same name. A change holds from the next act that asks for it: what was sent before keeps the days it was sent with. Each change is in the audit log.',
    '## What can be decided, by module',
    ...moduleTables(),
    '## What professions are advised',
    'A preset is applied in one act and names every setting of this table; what is not in it belongs to one organisation alone. Why: [presets](decisions/0007-presets.md).',
    presetTable(),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
