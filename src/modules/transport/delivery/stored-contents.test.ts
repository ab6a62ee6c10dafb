import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { startSmtpSink, type SinkOptions, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import {
  createTestDelivery,
  type TestDelivery,
  type TestDeliveryOptions,
} from '../../../../test/harness/test-delivery.ts'
import type { ComposedAttachment, FailedEvent, MailSource, OpenStored } from './index.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

async function build(
  options: TestDeliveryOptions = {},
  sinkOptions: SinkOptions = {},
): Promise<{ sink: SmtpSink; world: TestDelivery }> {
  const sink = await startSmtpSink(sinkOptions)
  open.push(sink)
  const world = await createTestDelivery({
    ...options,
    settings: { SEALPOST_SMARTHOST: `smtp://127.0.0.1:${sink.port}` },
  })
  open.push(world)
  return { sink, world }
}

const part = (contentId: string) => ({
  contentId,
  identity: `AGE-SECRET-KEY-${contentId}`,
  filename: `${contentId}.zip`,
  contentType: 'application/zip',
})
const withParts = (...ids: string[]): MailSource => ({
  template: 'files',
  params: { a: 1 },
  attachments: ids.map(part),
})

/** The message as the composer makes it, with what the attachments hold. */
const composeFiles = ({ attachments = [] }: { readonly attachments?: readonly ComposedAttachment[] }) =>
  Promise.resolve(
    Buffer.from(
      `From: <noreply@clinic.test>\r\nSubject: Files\r\n\r\n${attachments
        .map(({ filename, contentType, content }) => `${filename} ${contentType} ${content.toString('hex')}`)
        .join('\r\n')}\r\n`,
    ),
  )

test('attachments are opened when the mail leaves, with the key that waited under the transit key', async () => {
  const asked: string[] = []
  const openStored: OpenStored = (organisationId, { contentId, identity }) => {
    asked.push(`${organisationId} ${contentId} ${identity}`)
    return Promise.resolve(Buffer.from(contentId))
  }
  const { sink, world } = await build({ openStored, compose: composeFiles })
  const id = await world.queue({ compose: withParts('zip', 'pdf') })
  const { sealed_payload: sealed } = await world.row(id)
  expect(sealed?.length).toBeLessThan(1000)
  expect(sealed?.toString('latin1')).not.toContain('AGE-SECRET-KEY')
  expect(asked).toEqual([])
  await world.sweep()
  expect(asked.toSorted()).toEqual([
    `${world.organisationId} pdf AGE-SECRET-KEY-pdf`,
    `${world.organisationId} zip AGE-SECRET-KEY-zip`,
  ])
  expect(sink.mails[0]?.raw.toString()).toContain('zip.zip application/zip 7a6970\r\npdf.zip application/zip 706466')
  expect((await world.row(id)).sealed_payload).toBeNull()
})

test('a stored original leaves byte for byte', async () => {
  const original = Buffer.from(
    'From: a@clinic.test\r\nTo: b@example.test\r\nSubject: \u00e4\r\n\r\n.dot\r\nend \xff\r\n',
    'latin1',
  )
  const { sink, world } = await build({ openStored: () => Promise.resolve(Buffer.from(original)) })
  await world.queue({ compose: { stored: { contentId: 'c', identity: 'i' } } })
  await world.sweep()
  expect(sink.mails.map(({ raw }) => raw)).toEqual([original])
})

test.each([
  ['is not there', undefined],
  ['fails', () => Promise.reject(new Error('gone'))],
] satisfies [string, OpenStored | undefined][])(
  'when what opens contents %s, the mail waits',
  async (_title, openStored) => {
    const { sink, world } = await build(openStored === undefined ? {} : { openStored })
    const id = await world.queue({ compose: withParts('zip') })
    await world.sweep()
    expect(sink.mails).toEqual([])
    expect(await world.row(id)).toMatchObject({ state: 'queued', last_status: '4.3.0' })
  },
)

test('large mails are opened one after the other and never more at once than the budget and one', async () => {
  const sizes = new Map(Array.from({ length: 12 }, (_, at) => [`c${at}`, 40_000 + at]))
  let opening = 0
  let mostOpening = 0
  const openStored: OpenStored = async (_organisation, { contentId }) => {
    opening += 1
    mostOpening = Math.max(mostOpening, opening)
    await new Promise((resolve) => setTimeout(resolve, 5))
    opening -= 1
    return randomBytes(sizes.get(contentId) ?? 0)
  }
  const { sink, world } = await build({
    openStored,
    compose: composeFiles,
    tuning: { budget: { maxBytes: 100_000, maxWaitMs: 20_000 } },
  })
  for (const id of sizes.keys()) await world.queue({ compose: withParts(id) })
  sink.delayContentMs = 20
  await world.sweep()
  expect(sink.mails).toHaveLength(sizes.size)
  expect(mostOpening).toBe(1)
  // A composed mail is 80 kB here: a second one begins below the budget, a third one never.
  expect(sink.connections.most).toBeGreaterThan(1)
})

test('a mail that finds no room is put off, and small ones pass it meanwhile', async () => {
  const { sink, world } = await build({
    openStored: () => Promise.resolve(Buffer.alloc(4000)),
    compose: ({ attachments, ...request }) =>
      attachments === undefined
        ? Promise.resolve(Buffer.from('Subject: small\r\n\r\nx\r\n'))
        : composeFiles({ ...request, attachments }),
    tuning: { budget: { maxBytes: 1000, maxWaitMs: 50 } },
  })
  sink.delayContentMs = 800
  const large = [await world.queue({ compose: withParts('a') }), await world.queue({ compose: withParts('b') })]
  const small = await world.queue({})
  await world.sweep()
  const states = await Promise.all([...large, small].map(async (id) => (await world.row(id)).state))
  expect(states.toSorted()).toEqual(['queued', 'sent', 'sent'])
  expect(states[2]).toBe('sent')
  world.deps.clock.advance(6 * 60_000)
  await world.sweep()
  expect(sink.mails).toHaveLength(3)
})

const dsn = { notify: [], ret: null, envid: null, orcpt: null, originalSender: 'anna@clinic.test' }

async function refuse(isReplaced: boolean, reply = '552 5.7.0 encrypted attachments are not allowed') {
  const events: FailedEvent[] = []
  const { sink, world } = await build({
    openStored: () => Promise.resolve(Buffer.from('zip')),
    compose: composeFiles,
    hooks: {
      onSent: () => Promise.resolve(),
      onFailed: (_tx, event) => {
        events.push(event)
        return Promise.resolve({ isReplaced })
      },
    },
  })
  sink.script('content', reply)
  const ref = { kind: 'copy', id: randomUUID() }
  await world.queue({ to: 'x@example.test', compose: withParts('zip'), dsn, ref })
  await world.sweep()
  return { events, kinds: (await world.rows()).map(({ kind }) => kind).toSorted() }
}

test('the hook hears why, and what it replaces is not reported to the sender', async () => {
  const { events, kinds } = await refuse(true)
  expect(events).toMatchObject([{ status: '5.7.0', cause: 'attachment-refused', isReported: true }])
  expect(kinds).toEqual(['notification'])
})

test('what the hook does not replace is reported', async () => {
  expect((await refuse(false)).kinds).toEqual(['notification', 'report'])
})

test('a mail larger than the host announces is not sent at all and too large for it', async () => {
  const events: FailedEvent[] = []
  const { sink, world } = await build(
    {
      openStored: () => Promise.resolve(Buffer.alloc(4000)),
      compose: composeFiles,
      hooks: {
        onSent: () => Promise.resolve(),
        onFailed: (_tx, event) => Promise.resolve(void events.push(event)),
      },
    },
    { extensions: ['SIZE 2000'] },
  )
  await world.queue({ compose: withParts('zip'), ref: { kind: 'copy', id: randomUUID() } })
  await world.sweep()
  expect(sink.mails).toEqual([])
  expect(events).toMatchObject([{ status: '5.3.4', cause: 'message-too-large' }])
})
