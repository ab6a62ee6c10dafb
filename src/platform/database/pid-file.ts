import { readFile, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What PostgreSQL writes about itself into its data folder. */
export interface PidFile {
  readonly pid: number
  readonly port: number
  /** It accepts connections: recovery after a crash is over. */
  readonly isReady: boolean
}

const readyLimitMs = 60_000
const highestPid = 4_194_303
const pathOf = (folder: string) => join(folder, 'postmaster.pid')

export async function readPidFile(folder: string): Promise<PidFile | undefined> {
  const lines = (await readFile(pathOf(folder), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined
  return { pid, port, isReady: lines[7]?.trim() === 'ready' }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Whether this process is a PostgreSQL server on this folder. After a crash its number may belong to another process (in a
 * container it nearly always does), or to a dead one that nobody has buried yet; both have another command line.
 */
export async function isServerOf(folder: string, pid: number): Promise<boolean> {
  if (!exists(pid)) return false
  if (process.platform !== 'linux') return true
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
  const served = words[words.indexOf('-D') + 1]
  if (served === undefined || !words.includes('-D')) return false
  return (await realpath(served).catch(() => '')) === (await realpath(folder))
}

/**
 * Writes a number that no process has into a left-over file: PostgreSQL would take the other owner of the number for a
 * running server. The rest of the file stays, because it uses it to find backends that survived their server.
 */
async function disownPid(folder: string): Promise<void> {
  const [, ...rest] = (await readFile(pathOf(folder), 'utf8')).split('\n')
  let free = highestPid
  while (exists(free)) free--
  await writeFile(pathOf(folder), [String(free), ...rest].join('\n'))
}

/** The server that runs on this folder, once it accepts connections; undefined when there is none. */
export async function findRunning(folder: string): Promise<PidFile | undefined> {
  const deadline = Date.now() + readyLimitMs
  while (Date.now() < deadline) {
    const found = await readPidFile(folder)
    if (found === undefined) return undefined
    if (!(await isServerOf(folder, found.pid))) {
      if (exists(found.pid)) await disownPid(folder)
      return undefined
    }
    if (found.isReady) return found
    await sleep(20)
  }
  return undefined
}
