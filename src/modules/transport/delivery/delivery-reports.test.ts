import PostalMime from 'postal-mime'
import { afterEach, expect, test } from 'vitest'
import { startSmtpSink, type CaughtMail, type SinkOptions, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, createTestResolver, type TestDelivery } from '../../../../test/harness/test-delivery.ts'
import type { ReportRequest } from '../../../lib/smtp/index.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

const hourMs = 3_600_000
const request: ReportRequest = {
  notify: [],
  ret: 'full',
  envid: 'QQ314159',
  orcpt: 'rfc822;Hilde@Example.test',
  originalSender: 'anna@clinic.test',
}

/** One host takes the mail of the recipient, or refuses it; another one is the sender's. */
async function world(sinkOptions: SinkOptions = {}): Promise<{ sink: SmtpSink; home: SmtpSink; world: TestDelivery }> {
  const sink = await startSmtpSink({ ...sinkOptions, host: '127.0.0.2' })
  const home = await startSmtpSink({ host: '127.0.0.3', port: sink.port })
  const zone = { a: { 'example.test': ['127.0.0.2'], 'clinic.test': ['127.0.0.3'] } }
  const made = await createTestDelivery({
    settings: { SEALPOST_DELIVERY_PORT: String(sink.port) },
    resolver: createTestResolver(zone),
  })
  open.push(sink, home, made)
  return { sink, home, world: made }
}

async function read(mail: CaughtMail | undefined) {
  if (mail === undefined) throw new Error('no report came')
  const text = mail.raw.toString()
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? '?'
  const parts = text.split(`--${boundary}`).map((part) => part.trim())
  const status = parts.find((part) => part.startsWith('Content-Type: message/delivery-status')) ?? ''
  const fields = Object.fromEntries(
    status
      .split('\r\n')
      .filter((line) => /^[\w-]+: /.test(line))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  return { text, fields, parts, parsed: await PostalMime.parse(mail.raw) }
}

const secretBody = Buffer.from(
  'From: Anna <anna@clinic.test>\r\nTo: hilde@example.test\r\nSubject: Gru\u00df\r\n\r\nWATERMELON link\r\n',
)

test('a refusal is reported to the sender with all fields, the header and never the body', async () => {
  const { sink, home, world: made } = await world()
  sink.always('rcpt', '550 5.1.1 no such user here')
  await made.queue({
    to: 'hilde@example.test',
    envelopeFrom: 'anna@clinic.test',
    compose: { raw: secretBody },
    dsn: request,
  })
  await made.sweep()
  await made.sweep()
  const [mail] = home.mails
  const { text, fields, parts, parsed } = await read(mail)
  expect(mail).toMatchObject({ from: '', to: ['anna@clinic.test'] })
  expect(text).toMatch(/^Content-Type: multipart\/report; report-type=delivery-status;\r\n boundary=/m)
  expect(fields).toMatchObject({
    'Reporting-MTA': 'dns; mail.clinic.test',
    'Original-Envelope-Id': 'QQ314159',
    'Arrival-Date': 'Sat, 21 Nov 2026 09:00:00 +0000',
    'Original-Recipient': 'rfc822; Hilde@Example.test',
    'Final-Recipient': 'rfc822; hilde@example.test',
    Action: 'failed',
    Status: '5.1.1',
    'Remote-MTA': 'dns; example.test',
    'Diagnostic-Code': 'smtp; 550 5.1.1 no such user here',
    'Last-Attempt-Date': 'Sat, 21 Nov 2026 09:00:00 +0000',
  })
  expect(text).toMatch(/^Auto-Submitted: auto-replied\r$/m)
  expect(text).not.toContain('WATERMELON')
  expect(parts.find((part) => part.startsWith('Content-Type: text/rfc822-headers'))).toContain(
    'From: Anna <anna@clinic.test>',
  )
  expect(parsed.text).toContain('hilde@example.test')
  expect(mail?.raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('five days of refusals: a report of the delay after four hours, one of the end after five days, nothing else', async () => {
  const { sink, home, world: made } = await world()
  sink.always('rcpt', '451 4.7.1 greylisted')
  const id = await made.queue({ to: 'hilde@example.test', envelopeFrom: 'anna@clinic.test', dsn: request })
  const start = made.deps.clock.now().getTime()
  const attempts: number[] = []
  for (let count = 0; count < 60; count++) {
    const row = await made.row(id)
    if (row.state !== 'queued') break
    made.deps.clock.advance(Math.max(0, row.next_attempt_at.getTime() - made.deps.clock.now().getTime()))
    attempts.push((made.deps.clock.now().getTime() - start) / hourMs)
    await made.sweep()
  }
  await made.sweep()
  expect(await made.row(id)).toMatchObject({ state: 'failed', sealed_payload: null })
  expect(attempts.slice(0, 5).map((hours) => Math.round(hours * 60))).toEqual([0, 5, 15, 35, 75])
  expect(attempts.at(-1)).toBe(120)
  const reports = await Promise.all(home.mails.map(read))
  expect(reports.map(({ fields }) => fields['Action'])).toEqual(['delayed', 'failed'])
  expect(reports[0]?.fields['Will-Retry-Until']).toBe('Thu, 26 Nov 2026 09:00:00 +0000')
})

test.each([
  ['success is reported when it was asked for and the host sends no reports', ['success'], ['8BITMIME'], ['relayed']],
  ['the duty to report success is passed on to a host that can', ['success'], ['DSN'], []],
  ['success is not reported unasked', [], ['8BITMIME'], []],
] as const)('%s', async (_title, notify, extensions, actions) => {
  const { sink, home, world: made } = await world({ extensions })
  await made.queue({ to: 'hilde@example.test', envelopeFrom: 'anna@clinic.test', dsn: { ...request, notify } })
  await made.sweep()
  await made.sweep()
  const reports = await Promise.all(home.mails.map(read))
  expect(reports.map(({ fields }) => fields['Action'])).toEqual(actions)
  const commands = sink.mails[0]?.commands.join('\n') ?? ''
  const passedOn = extensions[0] === 'DSN'
  expect(commands.includes('RET=HDRS ENVID=QQ314159')).toBe(passedOn)
  expect(commands.includes('NOTIFY=SUCCESS ORCPT=rfc822;Hilde@Example.test')).toBe(passedOn)
})

test('nothing is passed on when the return path is not the sender, so the report comes from here', async () => {
  const { sink, home, world: made } = await world({ extensions: ['DSN'] })
  await made.queue({ to: 'hilde@example.test', envelopeFrom: '', dsn: { ...request, notify: ['success'] } })
  await made.sweep()
  await made.sweep()
  expect(sink.mails[0]?.commands.join('\n')).not.toContain('ENVID')
  expect(home.mails).toHaveLength(1)
})

test.each([
  ['NOTIFY=NEVER', { ...request, notify: ['never'] }],
  ['a mail that was itself a report', { ...request, originalSender: '' }],
  ['a mail without a request', undefined],
] as const)('%s gets no report', async (_title, dsn) => {
  const { sink, world: made } = await world()
  sink.always('rcpt', '550 5.1.1 no')
  await made.queue({ to: 'hilde@example.test', ...(dsn === undefined ? {} : { dsn }) })
  await made.sweep()
  expect((await made.rows()).map((row) => row.state)).toEqual(['failed'])
})

test('a report that cannot be delivered ends quietly', async () => {
  const { sink, home, world: made } = await world()
  sink.always('rcpt', '550 5.1.1 no')
  home.always('rcpt', '550 5.1.1 neither')
  await made.queue({ to: 'hilde@example.test', envelopeFrom: 'anna@clinic.test', dsn: request })
  for (let count = 0; count < 4; count++) await made.sweep()
  const ends = (await made.rows()).map((row) => `${row.kind} ${row.state}`)
  expect(ends).toHaveLength(2)
  expect(ends).toEqual(expect.arrayContaining(['notification failed', 'report failed']))
})

test('what a hostile host or sender writes cannot add a field to the report', async () => {
  const { sink, home, world: made } = await world()
  sink.always('rcpt', '550-5.1.1 first line\r\n550 5.1.1 X-Evil: yes \u0007')
  const dsn = { ...request, envid: 'a\r\nAction: delivered', orcpt: 'rfc822;x\r\n\r\nStatus: 2.0.0' }
  await made.queue({ to: 'hilde@example.test', envelopeFrom: 'anna@clinic.test', dsn })
  await made.sweep()
  await made.sweep()
  const { text } = await read(home.mails[0])
  expect(text.match(/^Action: /gm)).toHaveLength(1)
  expect(text.match(/^Status: /gm)).toHaveLength(1)
  expect(text).not.toMatch(/^X-Evil/m)
})
