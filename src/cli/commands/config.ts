import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { isAppError } from '../../lib/errors/app-error.ts'
import { loadConfig, type Config } from '../../platform/config/load-config.ts'
import { settings } from '../../platform/config/settings.ts'
import { ensureDatabase } from '../../platform/database/create-database.ts'
import { createLog } from '../../platform/log/log.ts'
import { openShredStore } from '../../platform/shred/open-shred-store.ts'
import { loadTlsPair } from '../../platform/tls/tls-pair.ts'
import { columns } from '../answer.ts'
import { configReference, configSample, settingNames } from '../config-reference.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { explainFailure } from '../explain-failure.ts'
import type { Shell } from '../shell.ts'

function readAll(
  environment: Shell['environment'],
): { readonly config: Config } | { readonly problems: readonly string[] } {
  try {
    return { config: loadConfig(environment) }
  } catch (error) {
    return { problems: isAppError(error, 'config.invalid') ? error.publicText.split('\n') : [explainFailure(error)] }
  }
}

/** Runs a check and turns its failure into a line. */
const tried = async (name: string, check: () => unknown): Promise<string[]> => {
  try {
    await check()
    return []
  } catch (error) {
    return [`${name}: ${explainFailure(error)}`]
  }
}

async function checkSecretFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found !== undefined && (found.mode & 0o077) !== 0)
    throw new Error(`${path} may be read by others: chmod 600 ${path}`)
}

/** A folder that does not exist yet is made at the first start, so its nearest parent has to be writable. */
async function checkWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing || dirname(folder) === folder) throw error
    await checkWritable(dirname(folder))
  }
}

/** A folder is made at the first start; what others may read is refused there as well. */
async function checkKeys(config: Config): Promise<void> {
  if (config.shredDir === null) return (await openShredStore(config, createLog('silent'))).close()
  await checkWritable(config.shredDir)
  const found = await stat(config.shredDir).catch(() => undefined)
  if (found !== undefined && (found.mode & 0o077) !== 0)
    throw new Error(`${config.shredDir} may be read by others: chmod 700 ${config.shredDir}`)
}

async function problemsOf(config: Config): Promise<string[]> {
  const found = await Promise.all([
    tried('SEALPOST_DATA_DIR', () => checkWritable(config.dataDir)),
    tried('SEALPOST_SECRET_FILE', () => checkSecretFile(config.secretFile)),
    tried('SEALPOST_SHRED_URL', () => checkKeys(config)),
    config.SEALPOST_TLS_CERT === '' ? [] : tried('SEALPOST_TLS_CERT', () => loadTlsPair(config)),
    config.SEALPOST_DATABASE_URL === ''
      ? []
      : tried('SEALPOST_DATABASE_URL', () => ensureDatabase(config.SEALPOST_DATABASE_URL)),
  ])
  return found.flat()
}

/** What works and is probably not meant for real use. */
function warningsOf(config: Config): string[] {
  const { hostname, protocol } = new URL(config.publicUrl)
  const isLocal = hostname === 'localhost' || hostname.startsWith('127.')
  const notes: readonly (readonly [isTrue: boolean, note: string])[] = [
    [isLocal, 'SEALPOST_PUBLIC_URL: links in mails lead to this machine only'],
    [!isLocal && protocol !== 'https:', 'SEALPOST_PUBLIC_URL: links are not protected by TLS'],
    [config.SEALPOST_SMS_URL === 'outbox:', 'SEALPOST_SMS_URL: text messages are kept here and not sent'],
    [config.SEALPOST_TLS_CERT === '', 'SEALPOST_TLS_CERT: mail programs will warn about the self-signed certificate'],
  ]
  return notes.flatMap(([isTrue, note]) => (isTrue ? [note] : []))
}

function shownValue(config: Config, name: (typeof settingNames)[number]): string {
  const value = config[name]
  const text = Array.isArray(value) ? value.join(',') : String(value)
  if (text === '') return '(empty)'
  return settings[name].secret === true && text !== 'outbox:' ? '(set)' : text
}

async function checkConfig({ environment }: Shell) {
  const read = readAll(environment)
  const problems = 'problems' in read ? read.problems : await problemsOf(read.config)
  const warnings = 'config' in read ? warningsOf(read.config) : []
  const values = 'config' in read ? settingNames.map((name) => [name, shownValue(read.config, name)] as const) : []
  const text = [
    ...(values.length === 0 ? [] : [columns(['SETTING', 'VALUE'], values, ''), '']),
    ...problems.map((problem) => `problem: ${problem}`),
    ...warnings.map((warning) => `note: ${warning}`),
    ...(problems.length === 0 ? ['The configuration can be used.'] : []),
  ].join('\n')
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  return {
    data: { usable: problems.length === 0, problems, notes: warnings, settings: Object.fromEntries(values) },
    text,
    problem: problems.length === 0 ? undefined : `the configuration has ${count}: ${problems.join('; ')}`,
  }
}

export function addConfigCommands(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'config check',
    summary: 'check settings, files and the database; prints no secret',
    input: z.object({}),
    run: (_input, shell) => checkConfig(shell),
  })
  addCommand(program, host, {
    path: 'config sample',
    summary: 'print a configuration file to start from',
    input: z.object({}),
    run: async () => ({ data: { sample: configSample() }, text: configSample().trimEnd() }),
  })
  addCommand(program, host, {
    path: 'config reference',
    summary: 'print the page about all settings (Markdown)',
    input: z.object({}),
    run: async () => ({ data: { reference: configReference() }, text: configReference().trimEnd() }),
  })
}
