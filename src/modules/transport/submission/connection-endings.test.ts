import { Socket } from 'node:net'
import { queryObjects } from 'node:v8'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  begin,
  connected,
  endingsEach,
  endOften,
  gone,
  greeted,
  heldBackAtMost,
  implicitTlsEndings,
  quit,
  readyForTls,
  secured,
  sending,
  startTlsEndings,
  upgraded,
} from '../../../../test/harness/smtp-endings.ts'
import { doctor, startSmtpWorld, type SmtpWorld, type SmtpWorldOptions } from '../../../../test/harness/smtp-world.ts'
import { until } from '../../../../test/harness/until.ts'
import { SmtpConnection } from '../../../platform/smtp-server/index.ts'

/** Those that a time limit ends are open all at once. */
const silent = 100
/** A bound on a machine that is busy, not a measure. */
const timeout = 120_000

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

/** Those of vitest; each look through the memory takes half a second or more. */
let othersSockets = 0
beforeAll(() => {
  othersSockets = counted(Socket)
})

const nothingHeld = (world: SmtpWorld) =>
  until('nothing is held for a client', async () => {
    const held = [await openNow(world), ...Object.values(world.submission.census())]
    return held.every((count) => count === 0) ? true : undefined
  })

const memoryFree = () =>
  until('the memory is free', () =>
    counted(Socket) - othersSockets < heldBackAtMost && counted(SmtpConnection) < heldBackAtMost ? true : undefined,
  )

/**
 * One server for a group of endings, and one look through the memory while it still runs. Which ending left something is
 * found by asking vitest for that one together with "in the memory".
 */
function useOneWorld(options: SmtpWorldOptions = {}): () => SmtpWorld {
  let world: SmtpWorld | undefined
  beforeAll(async () => {
    world = await startSmtpWorld(options)
  })
  afterAll(() => world?.stop())
  return () => {
    if (world === undefined) throw new Error('not started')
    return world
  }
}

describe(`${endingsEach} connections leave nothing behind`, { timeout }, () => {
  const theWorld = useOneWorld()
  test.each(startTlsEndings(doctor))('on the STARTTLS port, ended by %s', async (_how, ending) => {
    const world = theWorld()
    await endOften(world.port, ending)
    await nothingHeld(world)
  })

  test.each(implicitTlsEndings(doctor))('on the TLS port, ended by %s', async (_how, ending) => {
    const world = theWorld()
    await endOften(world.tlsPort, ending)
    await nothingHeld(world)
  })

  test('in the memory, after all of them', memoryFree)
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
const room = { maxConnections: 10 * silent, maxConnectionsPerNetwork: 10 * silent }

async function openMany(count: number, open: () => Promise<Socket>): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  const lane = async () => {
    while (sockets.length < count) sockets.push(await open())
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return sockets
}

describe(`${silent} clients that fall silent leave nothing behind`, { timeout }, () => {
  const theWorld = useOneWorld({ limits: { ...room, idleTimeoutMs: 1000 } })
  test.each(silences)('%s, when the time limit ends them', async (_where, open) => {
    const world = theWorld()
    const ended = (await openMany(silent, () => open(world))).map(gone)
    await Promise.all(ended)
    await nothingHeld(world)
  })

  test('in the memory, after all of them', memoryFree)

  test('inside TLS and not signed in, when the time to sign in is over', async () => {
    const world = await start({ limits: { ...room, signInTimeoutMs: 1000 } })
    const ended = (await openMany(silent, () => upgraded(world.port))).map(gone)
    await Promise.all(ended)
    await nothingHeld(world)
    await memoryFree()
  })

  test('wherever they are, when the server stops', async () => {
    const world = await start({ limits: { ...room, drainTimeoutMs: 200 } })
    const ended: Promise<void>[] = []
    for (const [, open] of silences) ended.push(...(await openMany(silent / 6, () => open(world))).map(gone))
    const senders = [await sending(world.port, false, doctor), await sending(world.tlsPort, true, doctor)]
    expect(await openNow(world)).toBeGreaterThanOrEqual(silent)
    await world.stop()
    await Promise.all([...ended, ...senders.map((client) => client.closed())])
    await nothingHeld(world)
    await memoryFree()
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
