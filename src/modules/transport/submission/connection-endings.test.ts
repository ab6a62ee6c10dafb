import { Socket } from 'node:net'
import { queryObjects } from 'node:v8'
import { afterEach, describe, expect, test } from 'vitest'
import {
  begin,
  connected,
  gone,
  greeted,
  implicitTlsEndings,
  quit,
  readyForTls,
  secured,
  sending,
  startTlsEndings,
  upgraded,
  type Ending,
} from '../../../../test/harness/smtp-endings.ts'
import { doctor, startSmtpWorld, type SmtpWorld, type SmtpWorldOptions } from '../../../../test/harness/smtp-world.ts'
import { until } from '../../../../test/harness/until.ts'
import { SmtpConnection } from '../../../platform/smtp-server/index.ts'

const times = 1000
/** Those that a time limit ends are open all at once. */
const silent = 300
/** A bound on a machine that is busy, not a measure. */
const timeout = 120_000

/** What the collector may still hold back of a thousand; a leak holds all of them. */
const slack = 30

const worlds: SmtpWorld[] = []
const start = async (options: SmtpWorldOptions = {}): Promise<SmtpWorld> => {
  const world = await startSmtpWorld(options)
  worlds.push(world)
  return world
}
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()))
})

async function openNow(world: SmtpWorld): Promise<number> {
  const [, value = 'missing'] = /^sealpost_submission_connections_open (\S+)$/m.exec(await world.metrics.text()) ?? []
  return Number(value)
}

const counted = (kind: Parameters<typeof queryObjects>[0]): number => queryObjects(kind, { format: 'count' })
const alive = () => ({ connections: counted(SmtpConnection), sockets: counted(Socket) })

/** `times` endings, a few at a time, each of which must have been let in. */
async function endOften(port: number, ending: Ending): Promise<void> {
  let left = times
  const lane = async () => {
    while (left-- > 0) await ending(port)
  }
  await Promise.all(Array.from({ length: 8 }, lane))
}

async function expectNothingLeft(world: SmtpWorld, before: ReturnType<typeof alive>): Promise<void> {
  await until('nothing is held for a client', async () => {
    const held = [await openNow(world), ...Object.values(world.submission.census())]
    return held.every((count) => count === 0) ? true : undefined
  })
  await until('the memory is free', () => {
    const { connections, sockets } = alive()
    return connections - before.connections < slack && sockets - before.sockets < slack ? true : undefined
  })
}

describe(`${times} connections leave nothing behind`, { timeout }, () => {
  test.each(startTlsEndings(doctor))('on the STARTTLS port, ended by %s', async (_how, ending) => {
    const world = await start()
    const before = alive()
    await endOften(world.port, ending)
    await expectNothingLeft(world, before)
  })

  test.each(implicitTlsEndings(doctor))('on the TLS port, ended by %s', async (_how, ending) => {
    const world = await start()
    const before = alive()
    await endOften(world.tlsPort, ending)
    await expectNothingLeft(world, before)
  })
})

/** Clients that say nothing more, on whichever port. */
const silences: readonly [string, (world: SmtpWorld) => Promise<Socket>][] = [
  ['before STARTTLS', ({ port }) => greeted(port)],
  ['after STARTTLS', ({ port }) => readyForTls(port)],
  ['in the handshake of STARTTLS', async ({ port }) => begin(await readyForTls(port))],
  ['inside STARTTLS', ({ port }) => upgraded(port)],
  ['before the handshake', ({ tlsPort }) => connected(tlsPort)],
  ['in the handshake', async ({ tlsPort }) => begin(await connected(tlsPort))],
  ['inside TLS', ({ tlsPort }) => secured(tlsPort)],
]
const room = { maxConnections: 2 * times, maxConnectionsPerNetwork: 2 * times }

async function openMany(count: number, open: () => Promise<Socket>): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  const lane = async () => {
    while (sockets.length < count) sockets.push(await open())
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return sockets
}

describe(`${silent} clients that fall silent leave nothing behind`, { timeout }, () => {
  test.each(silences)('%s, when the time limit ends them', async (_where, open) => {
    const world = await start({ limits: { ...room, idleTimeoutMs: 1000 } })
    const before = alive()
    const ended = (await openMany(silent, () => open(world))).map(gone)
    await Promise.all(ended)
    await expectNothingLeft(world, before)
  })

  test('inside TLS and not signed in, when the time to sign in is over', async () => {
    const world = await start({ limits: { ...room, signInTimeoutMs: 1000 } })
    const before = alive()
    const ended = (await openMany(silent, () => upgraded(world.port))).map(gone)
    await Promise.all(ended)
    await expectNothingLeft(world, before)
  })

  test('wherever they are, when the server stops', async () => {
    const world = await start({ limits: { ...room, drainTimeoutMs: 200 } })
    const before = alive()
    const ended: Promise<void>[] = []
    for (const [, open] of silences) ended.push(...(await openMany(silent / 6, () => open(world))).map(gone))
    const senders = [await sending(world.port, false, doctor), await sending(world.tlsPort, true, doctor)]
    expect(await openNow(world)).toBeGreaterThanOrEqual(silent)
    await world.stop()
    await Promise.all([...ended, ...senders.map((client) => client.closed())])
    await expectNothingLeft(world, before)
  })
})

test('a connection too many is counted nowhere, and there is room again when another has ended', async () => {
  const world = await start({ limits: { maxConnectionsPerNetwork: 2 } })
  const [first] = [await upgraded(world.port), await secured(world.tlsPort)]
  await expect(greeted(world.port)).rejects.toThrow('turned away: 421 4.7.0')
  expect(await openNow(world)).toBe(2)
  await quit(first)
  await until('there is room', async () => ((await openNow(world)) === 1 ? true : undefined))
  await quit(await upgraded(world.port))
})
