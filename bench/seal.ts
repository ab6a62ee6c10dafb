/**
 * npm run bench:seal: how many 20 kB messages a second are accepted and sealed, durably, for one portal recipient each,
 * beside Postfix merely queueing the same messages from the same client, in alternating rounds; then the rate at which they are
 * accepted and written completely under a load that goes on. Needs root and Debian's postfix. Options: --messages N (per round),
 * --rounds N, --connections N, --processes N (of Sealpost), --seconds N (of the load that goes on; 0 leaves it out).
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../test/harness/fresh-settings.ts'
import { runSmtpLoad, type SmtpLoad, type SmtpLoadResult } from '../test/harness/smtp-load.ts'
import { startPostfix } from './peers/postfix.ts'
import { startSealProcesses, type Done } from './peers/seal-processes.ts'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '20' },
    processes: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
  },
})
const messages = Number(values.messages)
const rounds = Number(values.rounds)
const connections = Number(values.connections)
const processes = Number(values.processes)
const bodyBytes = 20_000

function makeMessage(): Buffer {
  const line = `${'Lorem ipsum dolor sit amet, consetetur sadipscing elitr. '.repeat(2).slice(0, 76)}\r\n`
  const header =
    'From: doctor@praxis.example\r\nTo: patient@mail.example\r\nSubject: Befund\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
  return Buffer.from(header + line.repeat(Math.ceil(bodyBytes / line.length)))
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0
const fixed = (value: number, digits = 0) => value.toFixed(digits)

/** What was done between two looks, per message. */
function perMessage(before: Done, after: Done, count: number): string {
  const each = (name: keyof Done, digits: number) => fixed((after[name] - before[name]) / count, digits)
  return (
    `Node ${each('nodeMs', 2)} ms (of which collecting garbage ${each('collectingMs', 2)}), ` +
    `PostgreSQL ${each('postgresMs', 2)} ms, ${each('statements', 2)} statements, ${each('walBytes', 0)} bytes of log`
  )
}

const folder = await mkdtemp(join(tmpdir(), 'bench-seal-'))
const sealpost = await startSealProcesses(folder, processes)
const postfix = await startPostfix(await freePort())
const message = makeMessage()
const load = { connections, messages, message, recipients: ['patient@mail.example'], user: sealpost.user }

/** The same load, shared among the processes. */
async function loadSealpost(part: Partial<SmtpLoad> & { readonly messages: number }): Promise<SmtpLoadResult> {
  const share = { connections: connections / processes, messages: part.messages / processes }
  const results = await Promise.all(
    sealpost.ports.map((port) => runSmtpLoad({ ...load, ...part, ...share, port, password: sealpost.password })),
  )
  const accepted = results.reduce((all, result) => all + result.accepted, 0)
  const seconds = Math.max(...results.map((result) => result.seconds))
  return { accepted, seconds, perSecond: accepted / seconds }
}

async function burst(round: number): Promise<{ readonly sealpost: number; readonly postfix: number }> {
  const before = await sealpost.measure()
  const ours = await loadSealpost({ messages })
  const acknowledged = await sealpost.measure()
  const drainedAtMs = performance.now()
  await sealpost.drained()
  const drainMs = performance.now() - drainedAtMs
  const after = await sealpost.measure()
  if (after.written - before.written !== messages) throw new Error('a message was not written')
  const heldBefore = await postfix.queued()
  const theirs = await runSmtpLoad({ ...load, port: postfix.port, password: null })
  const held = (await postfix.queued()) - heldBefore
  if (held !== messages) throw new Error(`Postfix holds ${held} of ${messages} messages`)
  console.log(
    `round ${round}: Sealpost seals ${fixed(ours.perSecond)}/s, Postfix queues ${fixed(theirs.perSecond)}/s, ratio ${fixed(ours.perSecond / theirs.perSecond, 2)}; written ${fixed(drainMs)} ms later (${fixed(messages / (ours.seconds + drainMs / 1000))}/s)`,
  )
  console.log(`  until the 250: ${perMessage(before, acknowledged, messages)}`)
  console.log(`  in all:        ${perMessage(before, after, messages)}`)
  return { sealpost: ours.perSecond, postfix: theirs.perSecond }
}

async function goOn(seconds: number): Promise<void> {
  const before = await sealpost.measure()
  const ours = await loadSealpost({ messages: Number.MAX_SAFE_INTEGER, seconds })
  const { waiting } = await sealpost.measure()
  const endedMs = performance.now()
  await sealpost.drained()
  const drainSeconds = (performance.now() - endedMs) / 1000
  const after = await sealpost.measure()
  const theirs = await runSmtpLoad({
    ...load,
    messages: Number.MAX_SAFE_INTEGER,
    seconds,
    port: postfix.port,
    password: null,
  })
  console.log(
    `${seconds} s: Sealpost accepts ${fixed(ours.perSecond)}/s, ${waiting} of ${ours.accepted} were still to be written and were ${fixed(drainSeconds, 1)} s later: ${fixed(ours.accepted / (ours.seconds + drainSeconds))}/s accepted and written; Postfix queues ${fixed(theirs.perSecond)}/s; ratio ${fixed(ours.accepted / (ours.seconds + drainSeconds) / theirs.perSecond, 2)}`,
  )
  console.log(`  in all:        ${perMessage(before, after, ours.accepted)}`)
}

const results: { readonly sealpost: number; readonly postfix: number }[] = []
try {
  const warmUp = Math.min(200, messages)
  await loadSealpost({ messages: warmUp })
  await sealpost.drained()
  await runSmtpLoad({ ...load, messages: warmUp, port: postfix.port, password: null })
  for (let round = 1; round <= rounds; round++) results.push(await burst(round))
  if (Number(values.seconds) > 0) await goOn(Number(values.seconds))
} finally {
  await sealpost.stop()
  await postfix.stop()
  await rm(folder, { recursive: true, force: true })
}
const [cpu] = cpus()
console.log(
  `machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}, load ${fixed(loadavg()[0] ?? 0, 1)}; ${messages} messages of ${message.length} bytes a round over ${connections} TLS connections to ${processes} process(es)`,
)
console.log(
  `median: Sealpost ${fixed(median(results.map((result) => result.sealpost)))}/s, Postfix ${fixed(median(results.map((result) => result.postfix)))}/s, ratio ${fixed(median(results.map((result) => result.sealpost / result.postfix)), 2)} (goal: at least 1)`,
)
