import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from '../../../../test/harness/free-port.ts'
import { startSmtpSink, type SinkOptions, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, createTestResolver, type TestZone } from '../../../../test/harness/test-delivery.ts'

/** Hosts that say 5yz before any mail: RFC 5321 sections 3.1 and 4.2.1, RFC 7504 section 3. */
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

type Script = Partial<Record<'connect' | 'ehlo' | 'mail', string>>

async function hostAt(
  address: string,
  port: number,
  { script, ...options }: SinkOptions & { readonly script: Script },
) {
  const sink = await startSmtpSink({ ...options, host: address, port })
  open.push(sink)
  for (const [step, answer] of Object.entries(script)) sink.always(step as keyof Script, answer)
  return sink
}

const zone: TestZone = {
  mx: {
    'one.test': [{ exchange: 'a.test', priority: 10 }],
    'two.test': [
      { exchange: 'a.test', priority: 10 },
      { exchange: 'b.test', priority: 20 },
    ],
  },
  a: { 'a.test': ['127.0.0.2'], 'b.test': ['127.0.0.3'] },
}

/** Queues a mail to `domain`, whose hosts answer as the scripts say; a host without a script does not listen. */
async function attempt(domain: string, scripts: readonly (Script | undefined)[], hosts: TestZone = zone) {
  const port = await freePort()
  const sinks: SmtpSink[] = []
  for (const [index, script] of scripts.entries()) {
    if (script !== undefined) sinks.push(await hostAt(`127.0.0.${index + 2}`, port, { script }))
  }
  const settings = { SEALPOST_DELIVERY_PORT: String(port) }
  const world = await createTestDelivery({ settings, resolver: createTestResolver(hosts) })
  open.push(world)
  const id = await world.queue({ to: `x@${domain}` })
  await world.sweep()
  return { world, sinks, id, row: await world.row(id) }
}

describe('the only host of a domain', () => {
  test.each([
    [{ connect: '554 5.7.1 no service for you' }, '5.7.1'],
    [{ connect: '521 5.3.2 host does not accept mail' }, '5.3.2'],
    [{ connect: '521 no mail here' }, '5.3.2'],
    [{ connect: '554-no\r\n554 service' }, '5.0.0'],
    [{ connect: '550 5.7.25 no reverse name' }, '5.7.25'],
    [{ connect: '500 what' }, '5.0.0'],
    [{ ehlo: '550 5.7.1 your name is refused' }, '5.7.1'],
    [{ ehlo: '554 go away' }, '5.0.0'],
  ])('that says %j gives the mail back with %s', async (script, status) => {
    const { row } = await attempt('one.test', [script])
    expect(row).toMatchObject({ state: 'failed', last_status: status, last_host: 'a.test', sealed_payload: null })
  })

  test.each([
    [{ connect: '421 4.3.2 shutting down' }, '4.3.2'],
    [{ connect: '450 later' }, '4.0.0'],
    [{ connect: 'drop' }, '4.4.1'],
    [{ connect: '250 hello?' }, '4.4.1'],
    [{ ehlo: '421 4.7.0 too many' }, '4.7.0'],
    [{ ehlo: '502 5.5.1 not implemented' }, '4.5.1'],
    [undefined, '4.4.1'],
  ])('that says %j is asked again later', async (script, status) => {
    const { row } = await attempt('one.test', [script])
    expect(row.state).toBe('queued')
    expect(row.last_status?.[0]).toBe(status[0])
  })
})

describe('of two hosts', () => {
  test('the second takes the mail when the first says 554', async () => {
    const { row, sinks } = await attempt('two.test', [{ connect: '554 no' }, {}])
    expect(row.state).toBe('sent')
    expect(sinks[1]?.mails).toHaveLength(1)
  })

  test('both must say 5yz for the mail to be given back', async () => {
    const { row, sinks } = await attempt('two.test', [{ connect: '554 5.7.1 no' }, { connect: '521 5.3.2 never' }])
    expect(row).toMatchObject({ state: 'failed' })
    expect(sinks.map((sink) => sink.connections.total)).toEqual([1, 1])
  })

  test.each([
    ['the other says 4yz', [{ connect: '554 5.7.1 no' }, { connect: '421 4.3.2 later' }]],
    ['the first says 4yz', [{ connect: '421 4.3.2 later' }, { connect: '554 5.7.1 no' }]],
    ['the other says 4yz to the sender', [{ connect: '554 no' }, { mail: '451 4.3.0 later' }]],
    ['the other cannot be reached', [{ connect: '554 5.7.1 no' }, undefined]],
  ] as const)('one is not enough when %s', async (_how, scripts) => {
    expect((await attempt('two.test', scripts)).row.state).toBe('queued')
  })

  test('an address that cannot be reached does not speak for its host, of which another address said 5yz', async () => {
    const twoAddresses = { mx: zone.mx ?? {}, a: { 'a.test': ['127.0.0.9', '127.0.0.2'] } }
    expect((await attempt('one.test', [{ connect: '554 no' }], twoAddresses)).row.state).toBe('failed')
  })

  test('two addresses of one host must agree', async () => {
    const twoAddresses = { mx: zone.mx ?? {}, a: { 'a.test': ['127.0.0.2', '127.0.0.3'] } }
    const scripts = [{ connect: '554 no' }, { connect: '421 later' }]
    expect((await attempt('one.test', scripts, twoAddresses)).row.state).toBe('queued')
  })
})

test('a smarthost that says 5yz has a fault in its settings or ours: everything waits, and a metric tells', async () => {
  const sink = await startSmtpSink()
  open.push(sink)
  sink.always('connect', '554 5.7.1 who are you')
  const world = await createTestDelivery({ settings: { SEALPOST_SMARTHOST: `smtp://127.0.0.1:${sink.port}` } })
  open.push(world)
  const id = await world.queue({ to: 'x@one.test' })
  await world.sweep()
  expect((await world.row(id)).state).toBe('queued')
  expect(await world.deps.metrics.text()).toContain('sealpost_delivery_closed_doors_total{by="smarthost"} 1')
  sink.always('connect', null)
  world.deps.clock.advance(3_600_000)
  await world.sweep()
  expect((await world.row(id)).state).toBe('sent')
})

test('the sender of a mail that every host refused at the door hears of it at once', async () => {
  const { world, id } = await attempt('one.test', [{ connect: '554 5.7.1 no service for you' }])
  expect((await world.row(id)).last_reply).toContain('no service for you')
  expect(await world.deps.metrics.text()).toContain('sealpost_delivery_closed_doors_total{by="mx"} 1')
})
