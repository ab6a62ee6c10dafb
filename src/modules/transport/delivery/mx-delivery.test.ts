import { afterEach, expect, test } from 'vitest'
import { freePort } from '../../../../test/harness/free-port.ts'
import { startSmtpSink, type SinkOptions, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, createTestResolver, type TestZone } from '../../../../test/harness/test-delivery.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

async function sinkAt(host: string, port: number, options: SinkOptions = {}): Promise<SmtpSink> {
  const sink = await startSmtpSink({ ...options, host, port })
  open.push(sink)
  return sink
}

async function worldOf(zone: TestZone, port: number) {
  const settings = { SEALPOST_DELIVERY_PORT: String(port) }
  const world = await createTestDelivery({ settings, resolver: createTestResolver(zone) })
  open.push(world)
  return world
}

test('the host with the lowest preference gets the mail', async () => {
  const port = await freePort()
  const [first, second] = [await sinkAt('127.0.0.2', port), await sinkAt('127.0.0.3', port)]
  const mx = [
    { exchange: 'backup.b.test', priority: 20 },
    { exchange: 'main.b.test', priority: 10 },
  ]
  const a = { 'main.b.test': ['127.0.0.2'], 'backup.b.test': ['127.0.0.3'] }
  const world = await worldOf({ mx: { 'b.test': mx }, a }, port)
  const id = await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect([first.mails.length, second.mails.length]).toEqual([1, 0])
  expect((await world.row(id)).last_host).toBe('main.b.test')
})

test.each([
  ['cannot be reached', undefined],
  ['says 4xx to the recipient', { rcpt: '451 4.3.0 not now' }],
  ['closes the door at the greeting', { connect: '554 no' }],
  ['drops the connection', { mail: 'drop' }],
] as const)('when the first host %s, the next one gets the mail', async (_title, script) => {
  const port = await freePort()
  if (script !== undefined) {
    const broken = await sinkAt('127.0.0.2', port)
    for (const [step, answer] of Object.entries(script)) broken.always(step as 'mail', answer)
  }
  const backup = await sinkAt('127.0.0.3', port)
  const mx = [
    { exchange: 'main.b.test', priority: 10 },
    { exchange: 'backup.b.test', priority: 20 },
  ]
  const world = await worldOf(
    { mx: { 'b.test': mx }, a: { 'main.b.test': ['127.0.0.2'], 'backup.b.test': ['127.0.0.3'] } },
    port,
  )
  await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect(backup.mails).toHaveLength(1)
})

test('5xx of the first host is final: the next one is not asked', async () => {
  const port = await freePort()
  const [main, backup] = [await sinkAt('127.0.0.2', port), await sinkAt('127.0.0.3', port)]
  main.always('rcpt', '550 5.1.1 unknown')
  const mx = [
    { exchange: 'main.b.test', priority: 10 },
    { exchange: 'backup.b.test', priority: 20 },
  ]
  const a = { 'main.b.test': ['127.0.0.2'], 'backup.b.test': ['127.0.0.3'] }
  const world = await worldOf({ mx: { 'b.test': mx }, a }, port)
  const id = await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect(backup.connections.total).toBe(0)
  expect(await world.row(id)).toMatchObject({ state: 'failed', last_status: '5.1.1', last_host: 'main.b.test' })
})

test('when the answer to the content is lost, no second host gets the same mail at once', async () => {
  const port = await freePort()
  const [main, backup] = [await sinkAt('127.0.0.2', port), await sinkAt('127.0.0.3', port)]
  main.always('content', 'drop')
  const mx = [
    { exchange: 'main.b.test', priority: 10 },
    { exchange: 'backup.b.test', priority: 20 },
  ]
  const a = { 'main.b.test': ['127.0.0.2'], 'backup.b.test': ['127.0.0.3'] }
  const world = await worldOf({ mx: { 'b.test': mx }, a }, port)
  const id = await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect(backup.connections.total).toBe(0)
  expect((await world.row(id)).state).toBe('queued')
})

test('hosts of equal preference share the mails', async () => {
  const port = await freePort()
  const sinks = [await sinkAt('127.0.0.2', port), await sinkAt('127.0.0.3', port)]
  const mx = { 'b.test': ['one.b.test', 'two.b.test'].map((exchange) => ({ exchange, priority: 10 })) }
  const zone = { mx, a: { 'one.b.test': ['127.0.0.2'], 'two.b.test': ['127.0.0.3'] } }
  let draw = 0
  const world = await createTestDelivery({
    settings: { SEALPOST_DELIVERY_PORT: String(port) },
    resolver: createTestResolver(zone),
    tuning: { random: () => (draw++ % 4) / 4 },
  })
  open.push(world)
  for (let count = 0; count < 6; count++) {
    await world.queue({ to: 'x@b.test' })
    await world.sweep()
  }
  expect(sinks.map((sink) => sink.mails.length > 0)).toEqual([true, true])
})

test('IPv6 is used when IPv4 does not answer, and the other way round', async () => {
  const port = await freePort()
  const six = await sinkAt('::1', port)
  const mx = { 'b.test': [{ exchange: 'm.b.test', priority: 1 }] }
  const world = await worldOf({ mx, a: { 'm.b.test': ['127.0.0.9'] }, aaaa: { 'm.b.test': ['::1'] } }, port)
  await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect(six.mails).toHaveLength(1)
})

test('without MX the address of the domain itself gets the mail', async () => {
  const port = await freePort()
  const sink = await sinkAt('127.0.0.2', port)
  const world = await worldOf({ a: { 'b.test': ['127.0.0.2'] } }, port)
  await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect(sink.mails).toHaveLength(1)
})

test.each([
  ['a null MX ends the mail', 'failed', '5.1.10', { mx: { 'b.test': [{ exchange: '', priority: 0 }] } }],
  ['a domain that does not exist ends the mail', 'failed', '5.1.2', {}],
  ['MX hosts without address postpone it', 'queued', '4.4.4', { mx: { 'b.test': [{ exchange: 'm', priority: 0 }] } }],
] as const)('%s', async (_title, state, status, zone) => {
  const world = await worldOf(zone, await freePort())
  const id = await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state, last_status: status })
})

test('a name service that does not answer postpones the mail', async () => {
  const fail = () => Promise.reject(Object.assign(new Error('timeout'), { code: 'ETIMEOUT' }))
  const resolver = { mx: fail, a: fail, aaaa: fail, txt: fail }
  const world = await createTestDelivery({ resolver })
  open.push(world)
  const id = await world.queue({ to: 'x@b.test' })
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.4.3' })
})

test('a stranger’s DNS does not lead to a mail server of this machine', async () => {
  const zone = {
    mx: { 'evil.test': [{ exchange: 'm.evil.test', priority: 1 }] },
    a: { 'm.evil.test': ['127.0.0.1', '0.0.0.0'] },
  }
  const world = await worldOf(zone, 25)
  const id = await world.queue({ to: 'x@evil.test' })
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'failed', last_status: '5.4.6' })
})

test('a slow domain holds two connections and does not hold up another one', async () => {
  const port = await freePort()
  const [slow, quick] = [await sinkAt('127.0.0.2', port), await sinkAt('127.0.0.3', port)]
  slow.always('mail', 'hang')
  const world = await worldOf({ a: { 'slow.test': ['127.0.0.2'], 'quick.test': ['127.0.0.3'] } }, port)
  for (let count = 0; count < 5; count++) await world.queue({ to: `${count}@slow.test` })
  for (let count = 0; count < 5; count++) await world.queue({ to: `${count}@quick.test` })
  const sweeping = world.sweep()
  await expect.poll(() => quick.mails.length, { timeout: 20_000 }).toBe(5)
  expect(slow.mails).toEqual([])
  await world.delivery.stop(0)
  await sweeping
  expect(slow.connections.most).toBeLessThanOrEqual(2)
  expect(quick.connections.most).toBeLessThanOrEqual(2)
})

test('a dead domain is not knocked at once per mail, and its mails keep their own schedule', async () => {
  const port = await freePort()
  let questions = 0
  const zone = createTestResolver({ a: { 'dead.test': ['127.0.0.2'] } })
  const resolver = { ...zone, a: (host: string) => zone.a(host).finally(() => (questions += 1)) }
  const world = await createTestDelivery({ settings: { SEALPOST_DELIVERY_PORT: String(port) }, resolver })
  open.push(world)
  for (let count = 0; count < 30; count++) await world.queue({ to: `${count}@dead.test` })
  await world.sweep()
  expect(questions).toBeLessThanOrEqual(2)
  const rows = await world.rows()
  const waits = new Set(rows.map((row) => row.next_attempt_at.getTime() - world.deps.clock.now().getTime()))
  expect([...waits]).toEqual([5 * 60_000])
})
