import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenOptions, Parts } from '../main.ts'
import { loadConfig, type Config } from '../platform/config/load-config.ts'
import { createLog } from '../platform/log/log.ts'
import { showProgress, type Shell } from './shell.ts'

/** Says why the first command on a new data folder takes some seconds. */
export function announceFirstStart(shell: Shell, config: Config): void {
  if (config.SEALPOST_DATABASE_URL === '' && !existsSync(join(config.dataDir, 'postgres')))
    showProgress(shell, `creating the database in ${config.dataDir} …`)
}

/**
 * Opens Sealpost for one command, links what the command recorded in the audit log, and closes. The server's log stays
 * quiet unless it is set to debug: a command answers with its output and at most one line about a failure.
 */
export async function withParts<Result>(
  shell: Shell,
  work: (parts: Parts) => Promise<Result>,
  options: Pick<OpenOptions, 'acceptOtherKeys'> = {},
): Promise<Result> {
  const config = loadConfig(shell.environment)
  announceFirstStart(shell, config)
  const log = createLog(config.SEALPOST_LOG_LEVEL === 'debug' ? 'debug' : 'silent')
  // Loaded now and not before: help, version and checks answer at once.
  const { openSealpost } = await import('../main/open.ts')
  const parts = await openSealpost(config, { ...options, log })
  try {
    const result = await work(parts)
    await parts.audit.chainAll()
    return result
  } finally {
    await parts.close()
  }
}
