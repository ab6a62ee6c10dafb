import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { startSmtpSink, type SinkOptions, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import {
  createTestDelivery,
  patient,
  type TestDelivery,
  type TestDeliveryOptions,
} from '../../../../test/harness/test-delivery.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

async function withSmarthost(
  sinkOptions: SinkOptions = {},
  options: TestDeliveryOptions & { readonly url?: (sink: SmtpSink) => string } = {},
): Promise<{ sink: SmtpSink; world: TestDelivery }> {
  const sink = await startSmtpSink(sinkOptions)
  open.push(sink)
  const url = options.url?.(sink) ?? `smtp://127.0.0.1:${sink.port}`
  const world = await createTestDelivery({ ...options, settings: { SEALPOST_SMARTHOST: url } })
  open.push(world)
  return { sink, world }
}

test('a queued mail reaches the smarthost, its payload is erased, and the hook hears of it once', async () => {
  const { sink, world } = await withSmarthost()
  const ref = { kind: 'copy', id: randomUUID() }
  const id = await world.queue({ to: 'anna@example.test', ref })
  expect((await world.row(id)).sealed_payload).not.toBeNull()
  await world.sweep()
  expect(sink.mails.map(({ from, to }) => [from, ...to])).toEqual([['bounces@clinic.test', 'anna@example.test']])
  expect(await world.row(id)).toMatchObject({ state: 'sent', sealed_payload: null, attempts: 1, last_status: '2.0.0' })
  await world.sweep()
  expect(world.events).toEqual([`sent ${ref.id}`])
  expect(sink.mails).toHaveLength(1)
})

test('a mail with a code is tried again within minutes, and not sent any more once the code has run out', async () => {
  const { sink, world } = await withSmarthost()
  sink.always('rcpt', '451 4.7.1 greylisted')
  const id = await world.queue({ kind: 'code' })
  await world.sweep()
  expect((await world.row(id)).next_attempt_at.getTime() - world.deps.clock.now().getTime()).toBeLessThan(60_000)
  sink.always('rcpt', '250 2.1.5 ok')
  world.deps.clock.advance(10 * 60_000)
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'failed', last_status: '5.4.7', sealed_payload: null })
  expect(sink.mails).toEqual([])
})

test('a hundred wake-ups at once look into the queue a few times, and every mail leaves', async () => {
  const { sink, world } = await withSmarthost()
  const ids = await Promise.all(Array.from({ length: 20 }, () => world.queue({})))
  const wakeUp = world.delivery.jobs.find(({ task }) => task === 'delivery.wake')
  const looks = vi.spyOn(world.deps.database, 'withOrganisation')
  await Promise.all(Array.from({ length: 100 }, async () => wakeUp?.run({ organisationId: world.organisationId })))
  expect(looks.mock.calls.length).toBeLessThan(100)
  await world.delivery.settled()
  looks.mockRestore()
  expect(sink.mails).toHaveLength(ids.length)
})

test('nothing leaves when the transaction that queued it is rolled back', async () => {
  const { sink, world } = await withSmarthost()
  const queued = world.deps.database.withOrganisation(world.organisationId, async (tx) => {
    const compose = { raw: Buffer.from('Subject: never\r\n\r\nnever\r\n') }
    const mail = { kind: 'test', envelopeFrom: '', to: 'a@example.test', compose }
    await world.delivery.queueMail(tx, { organisationId: world.organisationId, ...mail })
    throw new Error('changed my mind')
  })
  await expect(queued).rejects.toThrow('changed my mind')
  await world.sweep()
  expect(sink.mails).toEqual([])
  expect(await world.rows()).toEqual([])
})

test('an unreachable smarthost keeps everything queued, is asked again soon, and gets everything when it returns', async () => {
  const { sink, world } = await withSmarthost()
  const { port } = sink
  await sink.close()
  open.splice(open.indexOf(sink), 1)
  const ids = [await world.queue({}), await world.queue({}), await world.queue({})]
  for (let hour = 0; hour < 12; hour++) {
    await world.sweep()
    const waits = (await world.rows()).map((row) => row.next_attempt_at.getTime() - world.deps.clock.now().getTime())
    expect(Math.max(...waits)).toBeLessThanOrEqual(15 * 60_000 + 10_000)
    world.deps.clock.advance(60 * 60_000)
  }
  expect((await world.rows()).every((row) => row.state === 'queued' && row.claimed_by === null)).toBe(true)
  const back = await startSmtpSink({ port })
  open.push(back)
  world.deps.clock.advance(16 * 60_000)
  await world.sweep()
  expect(back.mails).toHaveLength(ids.length)
})

test('a refusal with 5xx is final and told to the hook, one with 4xx is tried again', async () => {
  const { sink, world } = await withSmarthost()
  const ref = { kind: 'copy', id: randomUUID() }
  sink.script('rcpt', '451 4.2.0 come back later', '550 5.1.1 nobody of that name')
  const id = await world.queue({ ref })
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'queued', attempts: 1, last_status: '4.2.0' })
  world.deps.clock.advance(6 * 60_000)
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'failed', sealed_payload: null, last_status: '5.1.1' })
  expect(world.events).toEqual([`failed ${ref.id} 5.1.1`])
})

test('a login that fails keeps the mail, because the fault is not the mail’s', async () => {
  const { sink, world } = await withSmarthost({}, { url: ({ port }) => `smtp://us%40er:p%3Ass@127.0.0.1:${port}` })
  sink.script('auth', '535 5.7.8 wrong')
  const id = await world.queue({})
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.7.8' })
  world.deps.clock.advance(60_000)
  await world.sweep()
  expect(sink.mails.map((mail) => mail.user)).toEqual(['us@er:p:ss'])
})

test.each([
  ['STARTTLS is used when it is offered', 'starttls', 'smtp', true, 'unverified'],
  ['TLS from the first byte is used for smtps', 'implicit', 'smtps', true, 'unverified'],
  ['a handshake that fails falls back to plain text and is recorded', 'broken', 'smtp', false, 'plain-after-failure'],
  ['a host without TLS gets plain text', 'none', 'smtp', false, 'plain'],
] as const)('%s', async (_title, tls, scheme, secure, recorded) => {
  const { sink, world } = await withSmarthost({ tls }, { url: ({ port }) => `${scheme}://127.0.0.1:${port}` })
  const id = await world.queue({})
  await world.sweep()
  expect(sink.mails.map((mail) => mail.secure)).toEqual([secure])
  expect((await world.row(id)).last_tls).toBe(recorded)
})

test('a host that takes back its offer of TLS gets plain text', async () => {
  const { sink, world } = await withSmarthost({ tls: 'starttls' })
  sink.always('starttls', '454 4.7.0 no certificate today')
  const id = await world.queue({})
  await world.sweep()
  expect((await world.row(id)).last_tls).toBe('plain-after-failure')
  expect(sink.mails).toHaveLength(1)
})

test('smtps never falls back to plain text', async () => {
  const { sink, world } = await withSmarthost({ tls: 'none' }, { url: ({ port }) => `smtps://127.0.0.1:${port}` })
  const id = await world.queue({})
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'queued' })
  expect(sink.mails).toEqual([])
})

test('a host that talks without end is left, and the mail stays', async () => {
  const { sink, world } = await withSmarthost()
  sink.script('ehlo', Array.from({ length: 20_000 }, () => '250-more').join('\r\n'))
  const id = await world.queue({})
  await world.sweep()
  expect((await world.row(id)).state).toBe('queued')
})

test('an attempt as a whole has an end, however patient its steps are', async () => {
  const { sink, world } = await withSmarthost({}, { tuning: { deadlineMs: 200 } })
  sink.always('rcpt', 'hang')
  const id = await world.queue({})
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'queued', attempts: 1 })
})

test('one connection carries many mails, and no more than four are open', async () => {
  const { sink, world } = await withSmarthost()
  for (let count = 0; count < 40; count++) await world.queue({})
  await world.sweep()
  expect(sink.mails).toHaveLength(40)
  expect(sink.connections.most).toBeLessThanOrEqual(4)
  expect(sink.connections.total).toBeLessThanOrEqual(4)
})

test('a kept connection that the host has closed is replaced without counting as a failure', async () => {
  const { sink, world } = await withSmarthost({}, { tuning: { limits: { perLane: 1 } } })
  sink.script('mail', '250 2.1.0 ok', 'drop')
  const ids = [await world.queue({}), await world.queue({})]
  await world.sweep()
  expect(sink.mails).toHaveLength(2)
  expect((await Promise.all(ids.map(world.row))).map((row) => row.attempts)).toEqual([1, 1])
})

test.each(['drop', 'hang'] as const)(
  'a host that goes silent (%s) at any step leaves the mail queued',
  async (answer) => {
    const timeouts = { ...patient }
    const { sink, world } = await withSmarthost({}, { tuning: { timeouts } })
    for (const step of ['connect', 'ehlo', 'mail', 'rcpt', 'data', 'content'] as const) {
      sink.script(step, answer)
      const id = await world.queue({})
      Object.assign(timeouts, { connectMs: 300, setUpMs: 300, answerMs: 300 })
      await world.sweep()
      expect(await world.row(id)).toMatchObject({ state: 'queued', claimed_by: null })
      Object.assign(timeouts, patient)
      world.deps.clock.advance(20 * 60_000)
      await world.sweep()
      expect((await world.row(id)).state).toBe('sent')
    }
  },
)

test('after the 250 the mail is never sent again, although the record fails at first', async () => {
  let failures = 5
  const { sink, world } = await withSmarthost(
    {},
    {
      hooks: {
        onSent: () => (failures-- > 0 ? Promise.reject(new Error('database hiccup')) : Promise.resolve()),
        onFailed: () => Promise.resolve(),
      },
    },
  )
  const id = await world.queue({ ref: { kind: 'copy', id: randomUUID() } })
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'sent', attempts: 1 })
  expect(sink.mails).toHaveLength(1)
})

test('a hook that never succeeds does not make the mail leave twice', async () => {
  const { sink, world } = await withSmarthost(
    {},
    { hooks: { onSent: () => Promise.reject(new Error('broken for good')), onFailed: () => Promise.resolve() } },
  )
  const id = await world.queue({ ref: { kind: 'copy', id: randomUUID() } })
  await world.sweep()
  expect((await world.row(id)).state).toBe('sent')
  expect(sink.mails).toHaveLength(1)
})

test('a mail that a killed process held is sent by another one when the claim has run out', async () => {
  const { sink, world } = await withSmarthost()
  const id = await world.queue({})
  const until = new Date(world.deps.clock.now().getTime() + 60_000)
  await world.deps.database.ownerPool.query(
    'update sealpost.outgoing_mails set claimed_by = $1, claimed_until = $2 where id = $3',
    [randomUUID(), until, id],
  )
  await world.sweep()
  expect(sink.mails).toEqual([])
  world.deps.clock.advance(61_000)
  await world.sweep()
  expect(sink.mails).toHaveLength(1)
})

test('a queue longer than one sweep is worked off without waiting for the next one', async () => {
  const { sink, world } = await withSmarthost({}, { tuning: { sweepLimit: 5 } })
  for (let count = 0; count < 23; count++) await world.queue({})
  await world.sweep()
  await expect.poll(() => sink.mails.length, { timeout: 5000 }).toBe(23)
})

test('two processes over one queue send each mail once', async () => {
  const { sink, world } = await withSmarthost()
  const { createDelivery } = await import('./index.ts')
  const other = createDelivery({
    ...world.deps,
    resolver: { mx: async () => [], a: async () => [], aaaa: async () => [], txt: async () => [] },
    compose: async () => Buffer.from('From: a@clinic.test\r\n\r\nx\r\n'),
    hooks: { onSent: async () => undefined, onFailed: async () => undefined },
  })
  for (let count = 0; count < 20; count++) await world.queue({})
  const otherSweep = async () => {
    await other.jobs.find((job) => job.task === 'delivery.sweep')?.run({})
    await other.settled()
  }
  await Promise.all([world.sweep(), otherSweep()])
  expect(sink.mails).toHaveLength(20)
})

test('stopping cuts a slow host off and leaves its mail queued without counting the attempt', async () => {
  const { sink, world } = await withSmarthost()
  sink.always('mail', 'hang')
  const id = await world.queue({})
  const sweeping = world.sweep()
  await expect.poll(() => sink.connections.total).toBe(1)
  await world.delivery.stop(50)
  await sweeping
  expect(await world.row(id)).toMatchObject({ state: 'queued', attempts: 0, claimed_by: null })
})

test('bare line ends never leave, and a dot at the start of a line arrives as it was', async () => {
  const { sink, world } = await withSmarthost()
  const raw = Buffer.from(
    'From: a@clinic.test\nSubject: x\n\nfirst\rsecond\n.\nMAIL FROM:<evil@example.test>\r\n..dots',
  )
  await world.queue({ compose: { raw } })
  await world.sweep()
  const [mail] = sink.mails
  const text = mail?.raw.toString('latin1') ?? ''
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(text).toContain('first\r\nsecond\r\n.\r\nMAIL FROM:<evil@example.test>\r\n..dots\r\n')
})

test.each([
  'no-at-sign',
  'a@',
  '@b.test',
  'a@[127.0.0.1]',
  'a@b.test>\r\nRCPT TO:<c@d.test',
  `${'x'.repeat(320)}@b.test`,
  'a@-b.test',
])('the address %s is refused before anything is queued', async (to) => {
  const { world } = await withSmarthost()
  await expect(world.queue({ to })).rejects.toThrow('delivery.bad-address')
})

test('an address beyond ASCII is sent with SMTPUTF8 when it is offered and refused when it is not', async () => {
  const { sink, world } = await withSmarthost({ extensions: ['SMTPUTF8', '8BITMIME'] })
  await world.queue({ to: 'jürgen@bücher.test' })
  await world.queue({ to: 'plain@bücher.test' })
  await world.sweep()
  const mailFrom = sink.mails.map((mail) => mail.commands.find((line) => line.startsWith('MAIL')))
  expect(sink.mails.flatMap((mail) => mail.to).toSorted()).toEqual([
    'jürgen@xn--bcher-kva.test',
    'plain@xn--bcher-kva.test',
  ])
  expect(mailFrom.filter((line) => line?.includes('SMTPUTF8'))).toHaveLength(1)
  const { world: poor } = await withSmarthost({ extensions: ['8BITMIME'] })
  const id = await poor.queue({ to: 'jürgen@example.test' })
  await poor.sweep()
  expect(await poor.row(id)).toMatchObject({ state: 'failed', last_status: '5.6.7' })
})

test('a mail that goes round in circles is given up', async () => {
  const { sink, world } = await withSmarthost()
  const hops = 'Received: from a by b; Sat, 21 Nov 2026 09:00:00 +0000\r\n'.repeat(51)
  const id = await world.queue({ compose: { raw: Buffer.from(`${hops}From: a@clinic.test\r\n\r\nx\r\n`) } })
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'failed', last_status: '5.4.6' })
  expect(sink.mails).toEqual([])
})

test('what the host quotes back is kept without links, long secrets and numbers', async () => {
  const { sink, world } = await withSmarthost()
  const secret = 'AbCdEfGhIjKlMnOpQrStUvWxYz1'
  sink.script('content', `450 4.7.1 https://mail.example/o/abc#${secret} and #${secret} and +491701234567`)
  const id = await world.queue({})
  await world.sweep()
  const { last_reply: reply } = await world.row(id)
  expect(reply).not.toContain(secret)
  expect(reply).not.toContain('1701234567')
  expect(world.deps.logLines.join('\n')).not.toContain(secret)
})

test('the queue holds no readable word of a mail', async () => {
  const { world } = await withSmarthost()
  await world.queue({ compose: { template: 'plain', params: { to: 'a@example.test', link: 'WATERMELON' } } })
  const { rows } = await world.deps.database.ownerPool.query<{ dump: string }>(
    `select string_agg(t::text || encode(coalesce(sealed_payload, ''), 'escape'), '') as dump from sealpost.outgoing_mails t`,
  )
  expect(rows[0]?.dump).not.toContain('WATERMELON')
  const jobs = await world.deps.database.ownerPool.query<{ dump: string }>(
    `select coalesce(string_agg(payload::text, ''), '') as dump from graphile_worker._private_jobs`,
  )
  expect(jobs.rows[0]?.dump).not.toContain('WATERMELON')
})
