import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSmtpSink, type SmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, type TestDelivery } from '../../../../test/harness/test-delivery.ts'
import { until } from '../../../../test/harness/until.ts'

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
const dsn = { notify: [], ret: null, envid: null, orcpt: null, originalSender: 'doctor@clinic.test' }
const takeBack = () =>
  world.deps.database.withOrganisation(world.organisationId, (tx) =>
    world.delivery.cancelMails(tx, { kind: ref.kind, refIds: [ref.id] }),
  )

/** Takes the mail back while the host has its content and has not answered yet. */
async function takeBackMeanwhile(answer: string): Promise<string> {
  sink.delayContentMs = 300
  sink.script('content', answer)
  const id = await world.queue({ ref, dsn })
  const sending = world.sweep()
  await until('the content is on its way', () => Promise.resolve(sink.verbs.includes('DATA') || undefined))
  await takeBack()
  await sending
  return id
}

test('a mail that waits is taken back and erased; nobody is told', async () => {
  const id = await world.queue({ ref, dsn })
  await takeBack()
  await world.sweep()
  expect(sink.mails).toEqual([])
  expect(await world.row(id)).toMatchObject({ state: 'failed', sealed_payload: null })
  expect(world.events).toEqual([])
})

test('a mail that is taken back while a host puts it off is not tried again', async () => {
  const id = await takeBackMeanwhile('451 4.7.1 greylisted')
  world.deps.clock.advance(3600_000)
  await world.sweep()
  expect(sink.mails).toEqual([])
  expect(await world.row(id)).toMatchObject({ state: 'failed', sealed_payload: null, claimed_by: null })
  expect(world.events).toEqual([])
})

test('a mail that is taken back while a host refuses it is no failure that anybody is told', async () => {
  await takeBackMeanwhile('550 5.7.1 no such content here')
  await world.sweep()
  expect(world.events).toEqual([])
  expect(await world.rows()).toHaveLength(1)
})
