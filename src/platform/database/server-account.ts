import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

/** The account PostgreSQL runs under: it refuses to run as root, so root hands it to an unprivileged one. */
export interface ServerAccount {
  readonly uid?: number
  readonly gid?: number
  readonly spawn: { readonly uid?: number; readonly gid?: number }
  /** Set when a parent folder is closed to the account (a checkout below /root): the one capability that lets it pass. */
  readonly throughSetpriv: boolean
}

const candidates = ['sealpost', 'postgres', 'nobody'] as const

async function idOf(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('id', [flag, name]).catch(() => ({ stdout: '' }))
  return /^\d+\n$/.test(stdout) ? Number(stdout) : undefined
}

async function isOpenToOthers(path: string): Promise<boolean> {
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) return false
  }
  return true
}

/** Chooses the account for the given paths; without root it is the current user. */
export async function chooseServerAccount(paths: readonly string[]): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { spawn: {}, throughSetpriv: false }
  for (const name of candidates) {
    const uid = await idOf('-u', name)
    const gid = await idOf('-g', name)
    if (uid === undefined || gid === undefined) continue
    const open = await Promise.all(paths.map(isOpenToOthers))
    const throughSetpriv = open.includes(false)
    return { uid, gid, spawn: throughSetpriv ? {} : { uid, gid }, throughSetpriv }
  }
  return { spawn: {}, throughSetpriv: false }
}

/** The command line that runs `program` under the account. */
export function commandFor(account: ServerAccount, program: string, args: readonly string[]): string[] {
  if (!account.throughSetpriv) return [program, ...args]
  const capability = '+dac_read_search'
  return [
    'setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    `--inh-caps=${capability}`,
    `--ambient-caps=${capability}`,
    program,
    ...args,
  ]
}
