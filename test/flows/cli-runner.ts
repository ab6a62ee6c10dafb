import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { expect } from 'vitest'
import { runCli } from '../../src/cli/run-cli.ts'

export interface CommandRun {
  readonly dataDir: string
  readonly environment?: Readonly<Record<string, string>>
  /** Given on standard input. */
  readonly input?: string
}

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** One line for a person: no stack, no second line. */
export function expectFailure(result: CommandResult, words: RegExp | string): void {
  expect(result.stderr).toMatch(/^sealpost: [^\n]+\n$/)
  expect(result.stderr).toMatch(words)
  expect(result.stderr).not.toMatch(/\n\s+at |node:internal/)
  expect(result.code).not.toBe(0)
}

export const repositoryRoot = join(import.meta.dirname, '..', '..')
const launcher = join(repositoryRoot, 'bin', 'sealpost.js')
const commandLimitMs = 90_000

/** Of the environment of whoever runs the tests nothing that is a setting. */
function environmentOf({ dataDir, environment }: CommandRun): Record<string, string | undefined> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('SEALPOST_'))
  return { ...Object.fromEntries(others), SEALPOST_DATA_DIR: dataDir, ...environment }
}

class Written extends Writable {
  text = ''

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += piece.toString()
    done()
  }
}

/** Runs a command to its end, in this process: all of the command but the process it would have of its own. */
export async function runCommand(words: readonly string[], run: CommandRun): Promise<CommandResult> {
  const [output, errors] = [new Written(), new Written()]
  const input = Readable.from([Buffer.from(run.input ?? '')])
  const code = await runCli(words, { environment: environmentOf(run), input, output, errors })
  return { code, stdout: output.text, stderr: errors.text }
}

function startCommand(words: readonly string[], run: CommandRun): ChildProcess {
  return spawn(process.execPath, [launcher, ...words], {
    cwd: run.dataDir,
    env: environmentOf(run),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** Runs the real command, as a process of its own, to its end. */
export async function runProcess(words: readonly string[], run: CommandRun): Promise<CommandResult> {
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

/** Starts the real command that keeps running, and waits until its standard output matches. */
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
