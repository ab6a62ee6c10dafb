import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../contract/errors/app-error.ts'
import { trimEndOf } from '../../lib/text/index.ts'
import { settings, type RawConfig, type SettingName } from './settings.ts'

/** The validated boot settings, with derived paths made absolute. */
export interface Config extends RawConfig {
  readonly dataDir: string
  readonly secretFile: string
  readonly blobsDir: string
  /** Null where another PostgreSQL keeps the keys. */
  readonly shredDir: string | null
  readonly hostname: string
  readonly publicUrl: string
  /** What mail programs are told; null where there is nothing to be told. */
  readonly publicPorts: { readonly submission: number | null; readonly submissions: number | null }
}

type Environment = Readonly<Record<string, string | undefined>>

const settingNames = Object.keys(settings).filter((name): name is SettingName => name in settings)

function readConfigFile(path: string, problems: string[]): Environment {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    problems.push('SEALPOST_CONFIG_FILE: the file cannot be read')
    return {}
  }
  const entries: [string, string][] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    const match = /^\s*([A-Z][A-Z0-9_]*)\s*=([^]*)$/.exec(line)
    if (match?.[1] !== undefined && match[2] !== undefined)
      entries.push([match[1], match[2].trim().replace(/^"(.*)"$/, '$1')])
    else problems.push(`SEALPOST_CONFIG_FILE: line ${index + 1} is not NAME=value`)
  }
  return Object.fromEntries(entries)
}

const given = (value: string | undefined) => (value === '' ? undefined : value)

function valueOf(name: SettingName, environment: Environment, problems: string[]): string | undefined {
  const direct = given(environment[name])
  const file = settings[name].secret ? given(environment[`${name}_FILE`]) : undefined
  if (file === undefined) return direct
  if (direct !== undefined) {
    problems.push(`${name}, ${name}_FILE: give one of them`)
    return undefined
  }
  try {
    return given(readFileSync(file, 'utf8').trim())
  } catch {
    problems.push(`${name}_FILE: the file cannot be read`)
    return undefined
  }
}

function unknownNames(environment: Environment): string[] {
  const known = new Set<string>([
    'SEALPOST_CONFIG_FILE',
    ...settingNames,
    ...settingNames.filter((name) => settings[name].secret).map((name) => `${name}_FILE`),
  ])
  return Object.keys(environment).filter(
    (name) => name.startsWith('SEALPOST_') && !name.startsWith('SEALPOST_TEST_') && !known.has(name),
  )
}

function parseSettings(environment: Environment, problems: string[]): RawConfig {
  const values: Record<string, unknown> = {}
  for (const name of settingNames) {
    const parsed = settings[name].schema.safeParse(valueOf(name, environment, problems))
    if (parsed.success) values[name] = parsed.data
    else problems.push(...parsed.error.issues.map((issue) => `${name}: ${issue.message}`))
  }
  // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: every name was parsed by its own schema, or is in `problems` and the caller throws
  return values as unknown as RawConfig
}

/** A listener that is off has no public port, whatever was set. */
const told = (listens: number, publicly: string): number | null => {
  const port = publicly === '' ? listens : Number(publicly)
  return listens === 0 || port === 0 ? null : port
}

function shredFolder(url: string, dataDir: string): string | null {
  if (url === 'file:') return join(dataDir, 'shred')
  return url.startsWith('file:') ? fileURLToPath(url) : null
}

/**
 * Reads settings from the environment over an optional file (SEALPOST_CONFIG_FILE, lines NAME=value). All problems are
 * reported at once in one AppError `config.invalid`; no value is ever part of the message, because it may be a secret.
 */
export function loadConfig(processEnvironment: Environment): Config {
  const problems: string[] = []
  const file = given(processEnvironment['SEALPOST_CONFIG_FILE'])
  const environment = { ...(file === undefined ? {} : readConfigFile(file, problems)), ...processEnvironment }
  problems.push(...unknownNames(environment).map((name) => `${name}: unknown setting`))
  const raw = parseSettings(environment, problems)
  if ((raw.SEALPOST_TLS_CERT === '') !== (raw.SEALPOST_TLS_KEY === ''))
    problems.push('SEALPOST_TLS_CERT, SEALPOST_TLS_KEY: give both or neither')
  if (problems.length > 0) throw new AppError('invalid', 'config.invalid', problems.join('\n'))
  const dataDir = resolve(raw.SEALPOST_DATA_DIR)
  return {
    ...raw,
    dataDir,
    secretFile: raw.SEALPOST_SECRET_FILE === '' ? join(dataDir, 'secret') : resolve(raw.SEALPOST_SECRET_FILE),
    blobsDir: raw.SEALPOST_BLOBS_URL === 'file:' ? join(dataDir, 'blobs') : fileURLToPath(raw.SEALPOST_BLOBS_URL),
    shredDir: shredFolder(raw.SEALPOST_SHRED_URL, dataDir),
    hostname: raw.SEALPOST_HOSTNAME === '' ? new URL(raw.SEALPOST_PUBLIC_URL).hostname : raw.SEALPOST_HOSTNAME,
    publicUrl: trimEndOf(raw.SEALPOST_PUBLIC_URL, '/'),
    publicPorts: {
      submission: told(raw.SEALPOST_SUBMISSION_PORT, raw.SEALPOST_PUBLIC_SUBMISSION_PORT),
      submissions: told(raw.SEALPOST_SUBMISSIONS_PORT, raw.SEALPOST_PUBLIC_SUBMISSIONS_PORT),
    },
  }
}
