import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../../test/harness/identifiers.ts'
import { loseKeys } from '../../../../test/harness/lose-keys.ts'
import { createTestDeps, type TestDeps } from '../../../../test/harness/test-deps.ts'
import type { OrganisationId, TextId } from '../../../lib/id/identifiers.ts'
import { sendText, type FailedText } from './commands/send-text.ts'
import { createSms, type Sms } from './index.ts'
import { createSmsMetrics } from './sms-metrics.ts'
import type { SmsOutcome } from './transports/transport.ts'

const organisationId = newId<OrganisationId>()
let deps: TestDeps
let sms: Sms
let failures: FailedText[] = []
let answers: SmsOutcome[] = []
let sent = 0

beforeEach(async () => {
  deps = await createTestDeps()
  failures = []
  answers = []
  sent = 0
  sms = createSms({
    ...deps,
    smsUrl: 'outbox:',
    readPolicy: async () => ({ allowedCountries: ['DE'], dailyBudget: 5 }),
    onFinalFailure: async () => undefined,
  })
})
afterEach(() => deps.close())

const transport = {
  send: async (): Promise<SmsOutcome> => {
    sent++
    return answers.shift() ?? { status: 'accepted', providerId: 'p1' }
  },
  close: async () => undefined,
}
const attempt = (id: TextId) =>
  sendText(
    {
      ...deps,
      metrics: createSmsMetrics(deps.metrics),
      transport,
      onFinalFailure: async (_tx, text) => void failures.push(text),
    },
    { organisationId, id },
  )
async function queue(): Promise<{ id: TextId; sealed: Buffer }> {
  const queued = await deps.database.withOrganisation(organisationId, (tx) =>
    sms.queueText(tx, {
      organisationId,
      purpose: 'password',
      to: '+4915112345678',
      text: 'Kennwort: abcd-efgh',
      messageRef: 'message-1',
    }),
  )
  if (!queued.queued) throw new Error(queued.reason)
  return { id: queued.id, sealed: (await rowOf(queued.id)).sealed }
}
interface TextRow {
  readonly state: string
  readonly sealed: Buffer
  readonly uncertain_attempts: number
}
async function rowOf(id: string): Promise<TextRow> {
  const { rows } = await deps.database.ownerPool.query<TextRow>('select * from sealpost.sms_messages where id = $1', [
    id,
  ])
  if (rows[0] === undefined) throw new Error('no such text')
  return rows[0]
}

test('the key of a text is kept while it waits, and gone when the provider has taken it', async () => {
  const { id, sealed } = await queue()
  answers = [{ status: 'unavailable', reason: 'unreachable', retryable: true, mayHaveLeft: false }]
  await attempt(id)
  expect(await deps.shred.holds(sealed)).toBe(true)
  await attempt(id)
  expect((await rowOf(id)).state).toBe('accepted')
  expect(await deps.shred.holds(sealed)).toBe(false)
})

test('the key of a text that was refused for good is gone as well', async () => {
  const { id, sealed } = await queue()
  answers = [{ status: 'refused', reason: 'provider-refused', permanent: true }]
  await attempt(id)
  expect(failures).toHaveLength(1)
  expect(await deps.shred.holds(sealed)).toBe(false)
})

test('a text whose key a restore did not bring back fails at once, and its module is told', async () => {
  const { id } = await queue()
  await loseKeys(deps)
  await attempt(id)
  expect(failures).toMatchObject([{ id, failure: 'unreadable' }])
  expect([(await rowOf(id)).state, sent]).toEqual(['failed', 0])
})

test('a text waits when its key cannot be looked for at the moment, and that is no attempt with an unknown end', async () => {
  const { id } = await queue()
  const read = deps.shredStore.read.bind(deps.shredStore)
  deps.shredStore.read = () => Promise.reject(new Error('the folder is not mounted'))
  for (let times = 0; times < 5; times++) await attempt(id)
  expect(await rowOf(id)).toMatchObject({ state: 'queued', uncertain_attempts: 0 })
  deps.shredStore.read = read
  await attempt(id)
  expect([(await rowOf(id)).state, sent]).toEqual(['accepted', 1])
})

test('texts caught for the demo end with their keys when they are pruned', async () => {
  const { jobs, stop } = sms.start()
  const { id } = await queue()
  await jobs.find(({ task }) => task === 'sms.send')?.run({ organisationId, id })
  const caught = async () =>
    (await deps.database.ownerPool.query<{ sealed: Buffer }>('select sealed from sealpost.sms_outbox')).rows
  const [kept] = await caught()
  expect((await sms.readOutbox()).map(({ text }) => text)).toEqual(['Kennwort: abcd-efgh'])
  deps.clock.advance(91 * 24 * 3600_000)
  await jobs.find(({ task }) => task === 'sms.prune')?.run({})
  expect(await caught()).toEqual([])
  expect(await deps.shred.holds(kept?.sealed ?? Buffer.alloc(0))).toBe(false)
  await stop()
})
