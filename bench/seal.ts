/**
 * npm run bench:seal: how many 20 kB messages a second are accepted and sealed, durably, for one portal recipient each,
 * beside Postfix merely queueing the same messages from the same client, in alternating rounds. Needs root and Debian's
 * postfix. Options: --messages N (per round), --rounds N, --connections N.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort, freshSettings } from '../test/harness/fresh-settings.ts'
import { runSmtpLoad } from '../test/harness/smtp-load.ts'
import { startPostfix } from './peers/postfix.ts'

interface Ready {
  readonly submissions: number
  readonly user: string
  readonly password: string
}

function isReady(message: unknown): message is Ready {
  return typeof message === 'object' && message !== null && 'submissions' in message && 'password' in message
}

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '20' },
  },
})
const messages = Number(values.messages)
const rounds = Number(values.rounds)
const connections = Number(values.connections)
const bodyBytes = 20_000

function makeMessage(): Buffer {
  const line = `${'Lorem ipsum dolor sit amet, consetetur sadipscing elitr. '.repeat(2).slice(0, 76)}\r\n`
  const header =
    'From: doctor@praxis.example\r\nTo: patient@mail.example\r\nSubject: Befund\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
  return Buffer.from(header + line.repeat(Math.ceil(bodyBytes / line.length)))
}

async function startSealServer(folder: string): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  const settings = await freshSettings(folder, '')
  const child = fork(join(import.meta.dirname, 'seal-server.ts'), {
    env: { ...process.env, ...settings, SEALPOST_SERVICES: 'submission,jobs', SEALPOST_LOG_LEVEL: 'warn' },
  })
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', (message) =>
      isReady(message) ? resolve(message) : reject(new Error('the server said something else')),
    )
    child.once('exit', () => reject(new Error('the server did not start')))
  })
  return {
    ready,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0

const folder = await mkdtemp(join(tmpdir(), 'bench-seal-'))
const sealpost = await startSealServer(folder)
const postfix = await startPostfix(await freePort())
const message = makeMessage()
const load = { connections, messages, message, recipients: ['patient@mail.example'], user: sealpost.ready.user }
const results: { sealpost: number; postfix: number }[] = []
try {
  const warmUp = { ...load, messages: Math.min(200, messages) }
  await runSmtpLoad({ ...warmUp, port: sealpost.ready.submissions, password: sealpost.ready.password })
  await runSmtpLoad({ ...warmUp, port: postfix.port, password: null })
  for (let round = 1; round <= rounds; round++) {
    const ours = await runSmtpLoad({ ...load, port: sealpost.ready.submissions, password: sealpost.ready.password })
    const before = await postfix.queued()
    const theirs = await runSmtpLoad({ ...load, port: postfix.port, password: null })
    const held = (await postfix.queued()) - before
    if (held !== messages) throw new Error(`Postfix holds ${held} of ${messages} messages`)
    results.push({ sealpost: ours.perSecond, postfix: theirs.perSecond })
    console.log(
      `round ${round}: Sealpost seals ${ours.perSecond.toFixed(0)}/s, Postfix queues ${theirs.perSecond.toFixed(0)}/s, ratio ${(ours.perSecond / theirs.perSecond).toFixed(2)}`,
    )
  }
} finally {
  await sealpost.stop()
  await postfix.stop()
  await rm(folder, { recursive: true, force: true })
}
const [cpu] = cpus()
console.log(
  `machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}; ${messages} messages of ${message.length} bytes a round over ${connections} TLS connections`,
)
console.log(
  `median: Sealpost ${median(results.map((result) => result.sealpost)).toFixed(0)}/s, Postfix ${median(results.map((result) => result.postfix)).toFixed(0)}/s, ratio ${median(results.map((result) => result.sealpost / result.postfix)).toFixed(2)} (goal: at least 1)`,
)
