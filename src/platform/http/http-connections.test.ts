import { once } from 'node:events'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { queryObjects } from 'node:v8'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { answered, get, httpEndings, post, restOf, said } from '../../../test/harness/http-endings.ts'
import { connected, endingsEach, endOften, heldBackAtMost, reset } from '../../../test/harness/smtp-endings.ts'
import { until } from '../../../test/harness/until.ts'
import { loadConfig } from '../config/load-config.ts'
import { createLog } from '../log/log.ts'
import { createMetrics, type Metrics } from '../metrics/metrics.ts'
import type { HttpLimits } from './http-limits.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'

const paths = { quick: '/quick', large: '/large', json: '/json', stream: '/stream', early: '/early' }

interface World {
  readonly server: HttpServer
  readonly port: number
  readonly metrics: Metrics
  readonly logLines: string[]
  /** What became of bodies that were read as streams: bytes, or the error that ended them. */
  readonly bodies: (number | string)[]
}

const worlds: World[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map(({ server }) => server.close()))
})

async function readAll(body: unknown): Promise<number> {
  let bytes = 0
  if (body instanceof Readable) for await (const chunk of body) bytes += (chunk as Buffer).length
  return bytes
}

async function startWorld(limits: Partial<HttpLimits> = {}, settings: Record<string, string> = {}): Promise<World> {
  const [metrics, logLines, bodies] = [createMetrics(), [] as string[], [] as (number | string)[]]
  const log = createLog('debug', { write: (line: string) => void logLines.push(line) })
  const config = loadConfig({ SEALPOST_TRUSTED_PROXIES: '192.0.2.1', ...settings })
  const server = await createHttpServer({ config, log, metrics, maxRequestsPerMinute: 1_000_000, limits })
  server.get('/quick', (_request, reply) => reply.send('quick'))
  server.get('/large', (_request, reply) => reply.send(Buffer.alloc(20_000_000)))
  server.post('/json', (request, reply) => reply.send(request.body))
  server.post('/early', (_request, reply) => reply.code(403).send('no'))
  server.post('/stream', (request) =>
    readAll(request.body)
      .catch((error: unknown) => String(error))
      .then((outcome) => {
        bodies.push(outcome)
        return { outcome }
      }),
  )
  server.post('/busy', (request) => sleep(1500).then(async () => ({ bytes: await readAll(request.body) })))
  const address = await server.listen({ port: 0, host: '127.0.0.1' })
  return { server, port: Number(new URL(address).port), metrics, logLines, bodies }
}

/** Ends with its test. */
async function start(...how: Parameters<typeof startWorld>): Promise<World> {
  const world = await startWorld(...how)
  worlds.push(world)
  return world
}

const metric = async ({ metrics }: World, name: string): Promise<number> => {
  const line = (await metrics.text()).split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.split(' ').at(-1) ?? Number.NaN)
}
const openNow = (world: World) => metric(world, 'sealpost_http_connections_open')
const allGone = (world: World) =>
  until('every connection is counted out', async () => ((await openNow(world)) === 0 ? true : undefined))

const aliveSockets = () => queryObjects(Socket, { format: 'count' })

const memoryFree = (before: number) =>
  until('the memory is free', () => (aliveSockets() - before < heldBackAtMost ? true : undefined))

/**
 * One server for all endings, and one look through the memory while it still runs: a look takes a second. Which ending left
 * something is found by asking vitest for that one together with "in the memory".
 */
describe(`${endingsEach} connections leave nothing behind`, { timeout: 120_000 }, () => {
  let world: World
  let before = 0
  beforeAll(async () => {
    world = await startWorld()
    before = aliveSockets()
  })
  afterAll(() => world.server.close())

  test.each(httpEndings(paths))('ended by %s', async (_how, ending) => {
    await endOften(world.port, ending)
    await allGone(world)
    expect(world.logLines.filter((line) => line.includes('http.failed'))).toEqual([])
  })

  test('in the memory, after all of them', () => memoryFree(before))
})

describe('a connection too many', () => {
  test('is answered with 503 without being asked, and there is room again when another has ended', async () => {
    const world = await start({ maxConnectionsPerNetwork: 3 })
    const three = await Promise.all([1, 2, 3].map(() => answered(world.port, get('/quick'))))
    const refused = await restOf(await said(world.port, get('/quick')))
    expect(refused).toMatch(/^HTTP\/1\.1 503 /)
    expect(refused).not.toContain('quick')
    expect(await openNow(world)).toBe(3)
    for (const socket of three.slice(1)) await reset(socket)
    await until('there is room', async () => ((await openNow(world)) === 1 ? true : undefined))
    expect(await restOf(await said(world.port, get('/quick', 'connection: close\r\n')))).toContain('quick')
  })

  test('is one above the total, for whatever network; the refusals leave nothing behind', async () => {
    const world = await start({ maxConnections: 2, maxConnectionsPerNetwork: 10 })
    const two = await Promise.all([1, 2].map(() => answered(world.port, get('/quick'))))
    const before = aliveSockets()
    await endOften(world.port, async (port) => restOf(await said(port, get('/quick'))))
    expect(await metric(world, 'sealpost_http_connections_total{result="refused"}')).toBe(endingsEach)
    await memoryFree(before)
    expect(await openNow(world)).toBe(2)
    for (const socket of two) await reset(socket)
    await allGone(world)
  }, 120_000)

  test('is none behind a proxy of ours: everybody comes from there', async () => {
    const world = await start({ maxConnectionsPerNetwork: 1 }, { SEALPOST_TRUSTED_PROXIES: '::1,127.0.0.0/8' })
    const many = await Promise.all([1, 2, 3, 4].map(() => answered(world.port, get('/quick'))))
    expect(await openNow(world)).toBe(4)
    for (const socket of many) await reset(socket)
  })
})

/** A second is short for the grace and long for the steps of the test. */
const hurried = { paceGraceMs: 1000, minBytesPerSecond: 1000 }

describe('a body', () => {
  test.each([
    ['JSON', post('/json', '{"a":', { type: 'application/json', bytes: 900_000 })],
    ['a stream', post('/stream', 'begin', { bytes: 900_000 })],
    ['a body that nobody wants any more', post('/early', 'begin', { bytes: 900_000 })],
  ])('that trickles ends the connection: %s', async (_what, bytes) => {
    const world = await start(hurried)
    const socket = await said(world.port, bytes)
    const trickle = setInterval(() => socket.write('x'), 50)
    await restOf(socket)
    clearInterval(trickle)
    await allGone(world)
    expect(await metric(world, 'sealpost_http_cut_off_total{reason="slow-body"}')).toBe(1)
    expect(world.logLines.filter((line) => line.includes('http.failed'))).toEqual([])
  })

  test('that keeps pace may take many times the grace', async () => {
    const world = await start({ ...hurried, paceGraceMs: 400 })
    const socket = await said(world.port, post('/stream', '', { bytes: 30_000 }))
    for (let part = 0; part < 30; part++) {
      socket.write('x'.repeat(1000))
      await sleep(70)
    }
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toContain('{"outcome":30000}')
    await reset(socket)
  })

  test('that the server itself does not take yet costs the client nothing', async () => {
    const world = await start({ ...hurried, paceGraceMs: 300 })
    const socket = await said(world.port, post('/busy', 'x'.repeat(2_000_000)))
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toContain('{"bytes":2000000}')
    await reset(socket)
  })

  test('of which the rest never comes is told to whoever reads it', async () => {
    const world = await start(hurried)
    await restOf(await said(world.port, post('/stream', 'x', { bytes: 9 })))
    await until('the handler heard of it', () => world.bodies[0])
    expect(world.bodies).toEqual([expect.stringMatching(/aborted|ECONNRESET|premature/i)])
  })
})

describe('a client that says nothing', () => {
  test.each([
    ['at all', '', /^HTTP\/1\.1 408 .*"http\.timeout"/s],
    ['after half a header', 'GET / HTTP/1.1\r\nhost', /^HTTP\/1\.1 408 .*"http\.timeout"/s],
    ['after an answer', get('/quick'), /quick$/],
  ])('%s is left', async (_when, bytes, answer) => {
    const world = await start({ headerTimeoutMs: 300, keepAliveTimeoutMs: 300 })
    expect(await restOf(await said(world.port, bytes))).toMatch(answer)
    await allGone(world)
  })
})

test('closing ends what is idle at once, and slow bodies after the grace', async () => {
  const world = await start({ closeGraceMs: 300 })
  const sockets = [
    await connected(world.port),
    await answered(world.port, get('/quick')),
    await said(world.port, post('/stream', 'x', { bytes: 9 })),
    await said(world.port, 'GET / HT'),
  ].map(restOf)
  await world.server.close()
  await Promise.all(sockets)
  expect(await openNow(world)).toBe(0)
})
