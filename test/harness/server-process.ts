import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const command = resolve(import.meta.dirname, '../../bin/sealpost.js')
const readyLimitMs = 60_000
const stopLimitMs = 60_000

/** The real command in a process of its own, listening. */
export interface ServerProcess {
  readonly pid: number
  /** Everything it printed so far: its lines and its log. */
  output(): string
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM; rejects when it does not end well. */
  stop(): Promise<void>
}

export interface ServerProcessOptions {
  /** A program that runs the command as its child, with its arguments: strace, for example. */
  readonly under?: readonly string[]
  readonly nodeArguments?: readonly string[]
}

/** Runs `sealpost serve` with these settings and nothing else of this environment; resolves when it says it is ready. */
export async function startServerProcess(
  settings: Readonly<Record<string, string>>,
  { under = [], nodeArguments = [] }: ServerProcessOptions = {},
): Promise<ServerProcess> {
  const [program, ...args] = [...under, process.execPath, ...nodeArguments, command, 'serve']
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close')
  await untilReady(
    () => output,
    () => child.exitCode !== null || child.signalCode !== null,
  ).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  const { pid: own = 0 } = child
  const pid = under.length === 0 ? own : ((await childrenOf(own))[0] ?? own)
  return {
    pid,
    output: () => output,
    async kill() {
      process.kill(pid, 'SIGKILL')
      await ended
    },
    async stop() {
      process.kill(pid, 'SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
      const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null]
      clearTimeout(timer)
      if (code !== 0) throw new Error(`the server ended with ${code ?? signal}:\n${output.slice(-4000)}`)
    },
  }
}

async function untilReady(output: () => string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + readyLimitMs
  while (!output().includes('Sealpost is ready.')) {
    if (hasEnded()) throw new Error(`the server did not start:\n${output().slice(-4000)}`)
    if (Date.now() > deadline) throw new Error(`the server was not ready in time:\n${output().slice(-4000)}`)
    await sleep(10)
  }
}

/** Kills the embedded database of a data folder, all its processes at the same moment, as a power cut would. */
export async function killEmbeddedDatabase(dataDir: string): Promise<void> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
  const pid = Number(text.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1) throw new Error('no database to kill')
  const backends = await childrenOf(pid)
  for (const one of [pid, ...backends]) killNow(one)
  for (const one of [pid, ...backends]) await untilGone(one)
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number)
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function untilGone(pid: number): Promise<void> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    if (stat === '' || stat.includes(') Z ')) return
    await sleep(5)
  }
  throw new Error(`process ${pid} does not end`)
}
