import { once } from 'node:events'
import { connect, Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { queryObjects } from 'node:v8'
import { afterEach, describe, expect, test } from 'vitest'
import { connectSmtp, plainToken, signedInClient, type SmtpClient } from '../../../test/harness/smtp-client.ts'
import { doctor, startSmtpWorld, type SmtpWorld, type SmtpWorldOptions } from '../../../test/harness/smtp-world.ts'
import { until } from '../../../test/harness/until.ts'
import { SubmissionConnection } from './submission-connection.ts'

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

type Ending = (port: number) => Promise<void>

async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Rejects when the server says anything but 220, or nothing and closes. */
async function heard220<Wire extends Socket>(socket: Wire): Promise<Wire> {
  const [said] = await Promise.race([once(socket, 'data'), once(socket, 'close')])
  if (!String(said).startsWith('220 ')) throw new Error(`turned away: ${String(said)}`)
  return socket
}

const greeted = async (port: number) => heard220(await connected(port))

async function readyForTls(port: number): Promise<Socket> {
  const socket = await greeted(port)
  socket.write('STARTTLS\r\n')
  return heard220(socket)
}

async function upgraded(port: number): Promise<TLSSocket> {
  const socket = await readyForTls(port)
  const secure = connectTls({ socket, rejectUnauthorized: false })
  secure.on('error', () => undefined)
  await once(secure, 'secureConnect')
  return secure
}

async function secured(port: number): Promise<TLSSocket> {
  const secure = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
  secure.on('error', () => undefined)
  return heard220(secure)
}

/** Signed in, and in the middle of a message. */
async function sending(port: number, tls: boolean): Promise<SmtpClient> {
  const client = await signedInClient({ ...doctor, port, tls })
  await client.command('MAIL FROM:<doctor@praxis.example>')
  await client.command('RCPT TO:<patient@home.example>')
  await client.command('DATA')
  await client.write('From: doctor@praxis.example\r\n\r\nhalf a li')
  return client
}

const gone = async (socket: Socket): Promise<void> => {
  socket.resume()
  if (!socket.closed) await once(socket, 'close')
}

async function quit(socket: Socket): Promise<void> {
  socket.write('QUIT\r\n')
  await gone(socket)
}

async function hangUp(socket: Socket): Promise<void> {
  socket.end()
  await gone(socket)
}

async function reset(socket: Socket): Promise<void> {
  socket.resetAndDestroy()
  await gone(socket)
}

/** TLS below which the wire breaks. */
async function resetBelow(socket: TLSSocket): Promise<void> {
  socket.destroy()
  await gone(socket)
}

async function errors(socket: Socket): Promise<void> {
  socket.write('NONSENSE\r\n'.repeat(30))
  await gone(socket)
}

/** The beginning of a ClientHello: a record of 512 bytes is announced and does not come. */
const begunHandshake = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc])

async function begin(socket: Socket): Promise<Socket> {
  await new Promise((resolve) => socket.write(begunHandshake, resolve))
  return socket
}

async function garbage(socket: Socket): Promise<void> {
  socket.write('this is not TLS at all\r\n'.repeat(10))
  await gone(socket)
}

const vanish = (client: SmtpClient): void => client.destroy()

async function failedSignIns(port: number): Promise<void> {
  const client = await connectSmtp({ port, tls: true })
  await client.reply()
  await client.command('EHLO x')
  for (let tries = 0; tries < 3; tries++) await client.command(`AUTH PLAIN ${plainToken('doctor@praxis.example', 'x')}`)
  await client.closed()
}

const onStartTls: readonly [string, Ending][] = [
  ['a QUIT in the clear', async (port) => quit(await greeted(port))],
  ['hanging up after the greeting', async (port) => hangUp(await greeted(port))],
  ['a reset after the greeting', async (port) => reset(await greeted(port))],
  ['a reset before anything was said', async (port) => reset(await connected(port))],
  ['too many errors in the clear', async (port) => errors(await greeted(port))],
  ['hanging up after STARTTLS', async (port) => hangUp(await readyForTls(port))],
  ['a reset after STARTTLS', async (port) => reset(await readyForTls(port))],
  ['hanging up in the handshake', async (port) => hangUp(await begin(await readyForTls(port)))],
  ['a reset in the handshake', async (port) => reset(await begin(await readyForTls(port)))],
  ['a handshake that fails', async (port) => garbage(await readyForTls(port))],
  ['a QUIT inside TLS', async (port) => quit(await upgraded(port))],
  ['hanging up inside TLS', async (port) => hangUp(await upgraded(port))],
  ['the end of the wire below TLS', async (port) => resetBelow(await upgraded(port))],
  ['too many errors inside TLS', async (port) => errors(await upgraded(port))],
  ['a client that vanishes in the middle of a message', async (port) => vanish(await sending(port, false))],
]

const onImplicitTls: readonly [string, Ending][] = [
  ['hanging up before the handshake', async (port) => hangUp(await connected(port))],
  ['a reset before the handshake', async (port) => reset(await connected(port))],
  ['hanging up in the handshake', async (port) => hangUp(await begin(await connected(port)))],
  ['a reset in the handshake', async (port) => reset(await begin(await connected(port)))],
  ['a handshake that fails', async (port) => garbage(await connected(port))],
  ['a QUIT', async (port) => quit(await secured(port))],
  ['hanging up', async (port) => hangUp(await secured(port))],
  ['the end of the wire below TLS', async (port) => resetBelow(await secured(port))],
  ['too many errors', async (port) => errors(await secured(port))],
  ['too many failed sign-ins', failedSignIns],
  ['a client that vanishes in the middle of a message', async (port) => vanish(await sending(port, true))],
]

async function openNow(world: SmtpWorld): Promise<number> {
  const [, value = 'missing'] = /^sealpost_submission_connections_open (\S+)$/m.exec(await world.metrics.text()) ?? []
  return Number(value)
}

const counted = (kind: Parameters<typeof queryObjects>[0]): number => queryObjects(kind, { format: 'count' })
const alive = () => ({ connections: counted(SubmissionConnection), sockets: counted(Socket) })

/** `times` endings, a few at a time, each of which must have been let in. */
async function endOften(port: number, ending: Ending): Promise<void> {
  let left = times
  const lane = async () => {
    for (; left > 0; left--) await ending(port)
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
  test.each(onStartTls)('on the STARTTLS port, ended by %s', async (_how, ending) => {
    const world = await start()
    const before = alive()
    await endOften(world.port, ending)
    await expectNothingLeft(world, before)
  })

  test.each(onImplicitTls)('on the TLS port, ended by %s', async (_how, ending) => {
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
    const senders = [await sending(world.port, false), await sending(world.tlsPort, true)]
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
