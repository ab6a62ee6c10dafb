import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  makeAuthority,
  makeSelfSigned,
  type TestAuthority,
  type TestPair,
} from '../../../../test/harness/certificate-authority.ts'
import { plainPolicy, policyText, startPolicyHost, type PolicyHost } from '../../../../test/harness/policy-host.ts'
import { startSmtpSink, type SinkOptions, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, createTestResolver, type TestDelivery } from '../../../../test/harness/test-delivery.ts'
import type { OutgoingMail } from './index.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

let authority: TestAuthority
let policyPair: TestPair
let mailPair: TestPair
beforeAll(async () => {
  authority = await makeAuthority()
  policyPair = await authority.issue(['mta-sts.b.test'])
  mailPair = await authority.issue(['mx.b.test'])
})

interface Town {
  readonly host: PolicyHost
  readonly sink: SmtpSink
  readonly world: TestDelivery
  /** The records of the domain; a test changes them. */
  readonly txt: Record<string, readonly string[]>
  queueDirect(mail?: Partial<OutgoingMail>): Promise<string>
}

async function build(options: {
  readonly policy?: string
  readonly pair?: TestPair
  readonly policyPair?: TestPair
  readonly sink?: SinkOptions
}): Promise<Town> {
  const host = await startPolicyHost(
    options.policyPair ?? policyPair,
    options.policy ?? policyText('enforce', ['mx.b.test']),
  )
  open.push(host)
  const sink = await startSmtpSink({ tls: 'starttls', pair: options.pair ?? mailPair, ...options.sink })
  open.push(sink)
  const txt: Record<string, readonly string[]> = { '_mta-sts.b.test': ['v=STSv1; id=one;'] }
  const zone = {
    mx: { 'b.test': [{ exchange: 'mx.b.test', priority: 10 }] },
    a: { 'mx.b.test': ['127.0.0.1'], 'clinic.test': ['127.0.0.1'], 'mta-sts.b.test': ['127.0.0.1'] },
    txt,
  }
  const world = await createTestDelivery({
    settings: { SEALPOST_DELIVERY_PORT: String(sink.port) },
    resolver: createTestResolver(zone),
    tuning: { policyPort: host.port, authorities: [authority.cert], fetchTimeoutMs: 1000 },
  })
  open.push(world)
  const queueDirect = (mail: Partial<OutgoingMail> = {}) =>
    world.queue({
      to: 'x@b.test',
      tls: { kind: 'verified', listedHosts: [] },
      ref: { kind: 'copy', id: randomUUID() },
      ...mail,
    })
  return { host, sink, world, txt, queueDirect }
}

const direct = { tls: { kind: 'verified', listedHosts: [] } } as const

describe('a mail that demands verified TLS', () => {
  test('leaves when the domain enforces a policy and the host proves itself', async () => {
    const { host, sink, world, queueDirect } = await build({})
    const id = await queueDirect()
    await world.sweep()
    expect(sink.mails.map(({ secure }) => secure)).toEqual([true])
    expect(await world.row(id)).toMatchObject({ state: 'sent', last_tls: 'verified', last_host: 'mx.b.test' })
    expect(host.requests).toEqual(['mta-sts.b.test /.well-known/mta-sts.txt'])
    expect(await world.deps.metrics.text()).toContain('tls_policy_total{policy="mta-sts",result="sent"} 1')
  })

  test.each([
    ['is only in testing', policyText('testing', ['mx.b.test'])],
    ['is withdrawn', policyText('none', [])],
  ])('fails at once when the policy %s', async (_title, policy) => {
    const { sink, world, queueDirect } = await build({ policy })
    const id = await queueDirect()
    await world.sweep()
    expect(sink.connections.total).toBe(0)
    expect(await world.row(id)).toMatchObject({ state: 'failed', last_status: '5.7.5', sealed_payload: null })
    expect(world.events).toEqual([expect.stringMatching(/^failed .* 5\.7\.5 no-verified-tls$/)])
  })

  test.each([
    ['there is none', []],
    ['there are two', ['v=STSv1; id=one;', 'v=STSv1; id=two;']],
    ['it is malformed', ['v=STSv1; id=o-n-e;']],
  ])('fails at once without a policy record: %s', async (_title, records) => {
    const { sink, world, txt, queueDirect } = await build({})
    txt['_mta-sts.b.test'] = records
    const id = await queueDirect()
    await world.sweep()
    expect(sink.connections.total).toBe(0)
    expect((await world.row(id)).state).toBe('failed')
  })

  test.each<[string, (names: TestAuthority) => Promise<TestPair>]>([
    ['has expired', (names) => names.issue(['mx.b.test'], { days: -1 })],
    ['is for another name', (names) => names.issue(['other.b.test'])],
    ['is for another name below the same domain', (names) => names.issue(['*.mx.b.test', 'b.test'])],
    ['signed itself', () => makeSelfSigned(['mx.b.test'])],
    ['comes from an unknown authority', async () => (await makeAuthority('other.test')).issue(['mx.b.test'])],
  ])('waits when the certificate of the host %s, and says nothing of the mail', async (_title, make) => {
    const { sink, world, queueDirect } = await build({ pair: await make(authority) })
    const id = await queueDirect()
    await world.sweep()
    expect(sink.verbs).toContain('EHLO')
    expect(sink.verbs).not.toContain('MAIL')
    expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.7.5', last_host: 'mx.b.test' })
    expect((await world.row(id)).last_reply).toContain('MTA-STS')
  })

  test.each<[string, SinkOptions]>([
    ['does not offer STARTTLS', { tls: 'none' }],
    ['offers STARTTLS and cannot do it', { tls: 'broken' }],
  ])('is never sent in clear to a host that %s', async (_title, options) => {
    const { sink, world, queueDirect } = await build({ sink: options })
    if (options.tls === 'none') sink.always('starttls', '502 5.5.1 not here')
    const id = await queueDirect()
    await world.sweep()
    expect(sink.verbs).toContain('EHLO')
    expect(sink.verbs).not.toContain('MAIL')
    expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.7.5' })
  })

  test('waits four hours for a policy that cannot be met, and then goes another way', async () => {
    const { world, queueDirect } = await build({ policy: policyText('enforce', ['elsewhere.b.test']) })
    const id = await queueDirect()
    let hours = 0
    for (; (await world.row(id)).state === 'queued'; hours += 0.5) {
      world.deps.clock.advance(30 * 60_000)
      await world.sweep()
    }
    expect(hours).toBe(4)
    expect(world.events).toEqual([expect.stringMatching(/ 4\.7\.5 no-verified-tls$/)])
  })

  test('has the patience of other mail when it is not the protection that fails', async () => {
    const { sink, world, queueDirect } = await build({})
    sink.always('rcpt', '451 4.7.1 greylisted')
    const id = await queueDirect()
    for (let hour = 0; hour < 12; hour++) {
      await world.sweep()
      world.deps.clock.advance(3600_000)
    }
    expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.7.1' })
  })

  test('waits when the policy is announced and cannot be fetched', async () => {
    const { host, sink, world, queueDirect } = await build({})
    host.answer = (response) => void response.writeHead(503).end()
    const id = await queueDirect()
    await world.sweep()
    expect(sink.connections.total).toBe(0)
    expect((await world.row(id)).state).toBe('queued')
    host.answer = plainPolicy(policyText('enforce', ['*.b.test']))
    world.deps.clock.advance(6 * 60_000)
    await world.sweep()
    expect((await world.row(id)).state).toBe('sent')
  })

  test('does not use a connection that was opened for a mail of lower demands', async () => {
    const { sink, world, txt, queueDirect } = await build({})
    txt['_mta-sts.b.test'] = []
    const ids = [
      await world.queue({ to: 'a@b.test' }),
      await queueDirect({ tls: { kind: 'verified', listedHosts: ['mx.b.test'] } }),
    ]
    await world.sweep()
    const rows = await Promise.all(ids.map((id) => world.row(id)))
    expect(rows.map(({ state }) => state)).toEqual(['sent', 'sent'])
    expect(new Set(sink.mails.map(({ connection }) => connection)).size).toBe(2)
    expect(rows[1]?.last_tls).toBe('verified')
  })

  test('asks a host that can for verified TLS on its further way', async () => {
    const { sink, world, queueDirect } = await build({ sink: { extensions: ['8BITMIME', 'REQUIRETLS'] } })
    await queueDirect()
    await world.queue({ to: 'y@b.test' })
    await world.sweep()
    const commands = sink.mails.map((mail) => mail.commands.find((line) => line.startsWith('MAIL')) ?? '')
    expect(commands.filter((line) => line.includes('REQUIRETLS'))).toHaveLength(1)
  })
})

describe('a host that the administrator lists', () => {
  const listed = { tls: { kind: 'verified', listedHosts: ['MX.b.test'] } } as const

  test('gets the mail when its certificate verifies for its name', async () => {
    const { world, txt, queueDirect } = await build({})
    delete txt['_mta-sts.b.test']
    const id = await queueDirect(listed)
    await world.sweep()
    expect(await world.row(id)).toMatchObject({ state: 'sent', last_tls: 'verified' })
  })

  test('gets nothing when it does not', async () => {
    const { sink, world, txt, queueDirect } = await build({ pair: await makeSelfSigned(['mx.b.test']) })
    delete txt['_mta-sts.b.test']
    const id = await queueDirect(listed)
    await world.sweep()
    expect(sink.verbs).toContain('EHLO')
    expect(sink.verbs).not.toContain('MAIL')
    expect((await world.row(id)).state).toBe('queued')
  })

  test('does not overrule the domain, whose policy names other hosts', async () => {
    const { sink, world, queueDirect } = await build({ policy: policyText('enforce', ['elsewhere.b.test']) })
    await queueDirect(listed)
    await world.sweep()
    expect(sink.connections.total).toBe(0)
  })
})

describe('through a smarthost', () => {
  test('a mail that demands verified TLS fails at once, because the last hop cannot be seen', async () => {
    const sink = await startSmtpSink({ tls: 'starttls', pair: mailPair })
    open.push(sink)
    const world = await createTestDelivery({ settings: { SEALPOST_SMARTHOST: `smtp://127.0.0.1:${sink.port}` } })
    open.push(world)
    await world.queue({ ...direct, ref: { kind: 'copy', id: randomUUID() } })
    await world.sweep()
    expect(sink.connections.total).toBe(0)
    expect(world.events).toEqual([expect.stringMatching(/ 5\.7\.5 no-verified-tls$/)])
  })
})

describe('every other mail', () => {
  test('honours a policy that is enforced: no host outside it, nothing in clear', async () => {
    const { sink, world } = await build({ sink: { tls: 'none' } })
    sink.always('starttls', '502 5.5.1 not here')
    const id = await world.queue({ to: 'x@b.test' })
    await world.sweep()
    expect(sink.verbs).toContain('EHLO')
    expect(sink.verbs).not.toContain('MAIL')
    expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.7.5' })
    world.deps.clock.advance(5 * 3600_000)
    await world.sweep()
    expect((await world.row(id)).state).toBe('queued')
  })

  test('that is late because of a policy is reported as late, with the reason', async () => {
    const { sink, world } = await build({ policy: policyText('enforce', ['elsewhere.b.test']) })
    const dsn = { notify: [], ret: null, envid: null, orcpt: null, originalSender: 'anna@clinic.test' }
    await world.queue({ to: 'x@b.test', dsn })
    await world.sweep()
    world.deps.clock.advance(5 * 3600_000)
    await world.sweep()
    await world.sweep()
    expect(sink.mails.map(({ to }) => to)).toEqual([['anna@clinic.test']])
    expect(sink.mails[0]?.raw.toString()).toContain('The MTA-STS policy of b.test names none of its mail hosts.')
  })

  test('leaves as before when the policy is in testing', async () => {
    const { sink, world } = await build({ policy: policyText('testing', ['elsewhere.b.test']), sink: { tls: 'none' } })
    await world.queue({ to: 'x@b.test' })
    await world.sweep()
    expect(sink.mails).toHaveLength(1)
  })

  test('leaves as before when nobody answers for the policy and none is remembered', async () => {
    const { host, sink, world } = await build({})
    host.answer = (response) => void response.writeHead(404).end()
    await world.queue({ to: 'x@b.test' })
    await world.sweep()
    expect(sink.mails).toHaveLength(1)
  })
})
