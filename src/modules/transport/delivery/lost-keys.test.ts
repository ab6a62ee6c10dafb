import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ReportRequest } from '../../../lib/smtp/index.ts'
import { loseKeys } from '../../../../test/harness/lose-keys.ts'
import { startSmtpSink, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, type TestDelivery } from '../../../../test/harness/test-delivery.ts'

let sink: SmtpSink
let world: TestDelivery
beforeEach(async () => {
  sink = await startSmtpSink()
  world = await createTestDelivery({ settings: { SEALPOST_SMARTHOST: `smtp://127.0.0.1:${sink.port}` } })
})
afterEach(async () => {
  await world.close()
  await sink.close()
})

const ref = { kind: 'copy', id: randomUUID() }
const payloadOf = async (id: string) => (await world.row(id)).sealed_payload ?? Buffer.alloc(0)
const isHeld = (sealed: Buffer) => world.deps.shred.holds(sealed)

test('a mail whose key a restore did not bring back fails at once, its module is told, and it is not tried again', async () => {
  const id = await world.queue({ ref })
  await loseKeys(world.deps)
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'failed', sealed_payload: null, last_status: '5.3.0' })
  expect(world.events).toEqual([`failed ${ref.id} 5.3.0`])
  expect(sink.mails).toEqual([])
  world.deps.clock.advance(6 * 24 * 3600_000)
  await world.sweep()
  expect(world.events).toHaveLength(1)
})

test('its sender gets a report when one was asked for, although the mail cannot be opened for it', async () => {
  const dsn: ReportRequest = {
    notify: ['failure'],
    ret: null,
    envid: null,
    orcpt: null,
    originalSender: 'doctor@clinic.test',
  }
  await world.queue({ ref, dsn })
  await loseKeys(world.deps)
  await world.sweep()
  await world.sweep()
  expect(sink.mails.map(({ to }) => to)).toEqual([['doctor@clinic.test']])
  expect(sink.mails[0]?.raw.toString()).toContain('5.3.0')
})

test('a mail waits when its key cannot be looked for at the moment', async () => {
  const id = await world.queue({ ref })
  const { shredStore } = world.deps
  const read = shredStore.read.bind(shredStore)
  shredStore.read = () => Promise.reject(new Error('the folder is not mounted'))
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'queued' })
  shredStore.read = read
  world.deps.clock.advance(3600_000)
  await world.sweep()
  expect(await world.row(id)).toMatchObject({ state: 'sent' })
})

test.each([
  ['has left', '250 2.0.0 taken'],
  ['was refused', '550 5.7.1 no'],
])('the key of a mail that %s is gone', async (_what, answer) => {
  const id = await world.queue({ ref })
  const sealed = await payloadOf(id)
  expect(await isHeld(sealed)).toBe(true)
  sink.script('content', answer)
  await world.sweep()
  expect(await isHeld(sealed)).toBe(false)
})

test('the key of a mail that was put off is kept until it has left', async () => {
  const id = await world.queue({ ref })
  const sealed = await payloadOf(id)
  sink.script('content', '451 4.7.1 later')
  await world.sweep()
  expect(await isHeld(sealed)).toBe(true)
  world.deps.clock.advance(3600_000)
  await world.sweep()
  expect(await isHeld(sealed)).toBe(false)
})

test('the keys of mails that are taken back are gone, and those of others stay', async () => {
  const [mine, other] = [await world.queue({ ref }), await world.queue({ ref: { kind: 'copy', id: randomUUID() } })]
  const [ended, kept] = [await payloadOf(mine), await payloadOf(other)]
  await world.deps.database.withOrganisation(world.organisationId, (tx) =>
    world.delivery.cancelMails(tx, { kind: ref.kind, refIds: [ref.id] }),
  )
  expect([await isHeld(ended), await isHeld(kept)]).toEqual([false, true])
})
