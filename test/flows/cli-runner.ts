import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

/** The real command, as a process of its own. */
export interface CommandRun {
  readonly dataDir: string
  readonly environment?: Readonly<Record<string, string>>
  /** Given on standard input. */
  readonly input?: string
  readonly account?: { readonly uid: number; readonly gid: number }
}

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export const repositoryRoot = join(import.meta.dirname, '..', '..')
const launcher = join(repositoryRoot, 'bin', 'sealpost.js')
const commandLimitMs = 90_000

/** The environment without the settings of whoever runs the tests. */
function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SEALPOST_')))
}

export function startCommand(words: readonly string[], run: CommandRun): ChildProcess {
  return spawn(process.execPath, [launcher, ...words], {
    cwd: run.dataDir,
    env: { ...cleanEnvironment(), SEALPOST_DATA_DIR: run.dataDir, ...run.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...run.account,
  })
}

/** Runs a command to its end. */
export async function runCommand(words: readonly string[], run: CommandRun): Promise<CommandResult> {
  const child = startCommand(words, run)
  child.stdin?.end(run.input ?? '')
  const output = collect(child)
  const timer = setTimeout(() => child.kill('SIGKILL'), commandLimitMs)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  return { code, ...output }
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (piece: Buffer) => (output.stdout += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (output.stderr += piece.toString()))
  return output
}

export interface RunningCommand {
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts a command that keeps running, and waits until its standard output matches. */
export async function startUntil(words: readonly string[], run: CommandRun, ready: RegExp): Promise<RunningCommand> {
  const child = startCommand(words, run)
  const output = collect(child)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready: ${output.stdout}${output.stderr}`)), commandLimitMs)
    const look = () => {
      if (!ready.test(output.stdout)) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on('data', look)
    void ended.then((code) => {
      clearTimeout(timer)
      reject(new Error(`ended with ${code}: ${output.stderr}`))
    })
  })
  return {
    output,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}
