import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freshSettings } from '../../test/harness/fresh-settings.ts'

/** What was done since the start, in all processes. */
export interface Done {
  readonly nodeMs: number
  /** Of `nodeMs`; part of it on helper threads. */
  readonly collectingMs: number
  readonly postgresMs: number
  readonly statements: number
  readonly walBytes: number
  readonly waiting: number
  readonly written: number
}

export interface SealProcesses {
  readonly user: string
  readonly password: string
  /** Of each process, with TLS from the first byte. */
  readonly ports: readonly number[]
  measure(): Promise<Done>
  /** Resolves when nothing waits to be written. */
  drained(): Promise<void>
  stop(): Promise<void>
}

const ticksPerSecond = 100

/** User and system time of the embedded database and its processes, those that have ended included. */
async function postgresMs(dataDir: string): Promise<number> {
  const postmaster = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0] ?? ''
  const statOf = async (pid: string) =>
    ((await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')[1] ?? '').split(' ')
  let ticks = 0
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await statOf(pid)
    const [own, ended] = [Number(stat[11]) + Number(stat[12]), Number(stat[13]) + Number(stat[14])]
    if (pid === postmaster) ticks += own + ended
    else if (stat[1] === postmaster) ticks += own
  }
  return (ticks * 1000) / ticksPerSecond
}

type Answer = Readonly<Record<string, unknown>>
const isAnswer = (message: unknown): message is Answer => typeof message === 'object' && message !== null

async function answerOf(child: ChildProcess): Promise<Answer> {
  const over = new AbortController()
  const ended = once(child, 'exit', { signal: over.signal }).then(() => {
    throw new Error('the server ended')
  })
  const said = once(child, 'message', { signal: over.signal }).then(([first]: unknown[]) => first)
  const message: unknown = await Promise.race([said, ended])
  // What still listens is refused from now on, and nobody asks for it.
  void ended.catch(() => undefined)
  over.abort()
  if (!isAnswer(message)) throw new Error('the server said something else')
  return message
}

async function ask(child: ChildProcess): Promise<Answer> {
  const answer = answerOf(child)
  child.send('what was done?')
  return answer
}

const sum = (answers: readonly Answer[], name: string) => answers.reduce((all, answer) => all + Number(answer[name]), 0)

/** Processes that accept and seal, on one data folder. */
export async function startSealProcesses(folder: string, count: number): Promise<SealProcesses> {
  const children: ChildProcess[] = []
  const ready: Answer[] = []
  for (let index = 0; index < count; index++) {
    const settings = await freshSettings(folder, '')
    const env = { ...process.env, ...settings, SEALPOST_SERVICES: 'submission,jobs', SEALPOST_LOG_LEVEL: 'warn' }
    const child = fork(join(import.meta.dirname, '../seal-server.ts'), {
      env: { ...env, BENCH_SEED: index === 0 ? 'yes' : 'no' },
    })
    children.push(child)
    ready.push(await answerOf(child))
  }
  const measure = async () => {
    const answers = await Promise.all(children.map(ask))
    const [first = {}] = answers
    return {
      nodeMs: sum(answers, 'processorMs'),
      collectingMs: sum(answers, 'collectingMs'),
      postgresMs: await postgresMs(folder),
      statements: sum(answers, 'statements'),
      walBytes: Number(first['walBytes']),
      waiting: Number(first['waiting']),
      written: Number(first['written']),
    }
  }
  return {
    user: String(ready[0]?.['user']),
    password: String(ready[0]?.['password']),
    ports: ready.map(({ submissions }) => Number(submissions)),
    measure,
    async drained() {
      while ((await measure()).waiting > 0) await sleep(50)
    },
    async stop() {
      for (const child of children) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
    },
  }
}
