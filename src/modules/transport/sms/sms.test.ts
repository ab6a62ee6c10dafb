import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import { createTestDeps } from '../../../../test/harness/test-deps.ts'
import type { TestDeps } from '../../../../test/harness/test-deps.ts'
import type { OrganisationId, TextId } from '../../../lib/id/identifiers.ts'
import { migrate } from '../../../platform/database/migrate.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { sendText } from './commands/send-text.ts'
import type { FailedText, SendTextDeps } from './commands/send-text.ts'
import { queueReceipt, takeReceipt } from './commands/take-receipt.ts'
import { createSms } from './index.ts'
import type { Sms, SmsPolicy, TextRequest } from './index.ts'
import { smsJobs } from './jobs.ts'
import { createSmsMetrics } from './sms-metrics.ts'
import { refused, unavailable } from './transports/transport.ts'
import type { SmsMessage, SmsOutcome } from './transports/transport.ts'

const organisationId = idOf<OrganisationId>('0193a0c8-1111-7000-8000-000000000001')
const otherOrganisation = idOf<OrganisationId>('0193a0c8-2222-7000-8000-000000000002')
const secretText = 'Ihr Code: 491327'
const phone = '+4915123456789'
const accepted: SmsOutcome = { status: 'accepted', providerId: 'p-1' }

let deps: TestDeps
let sms: Sms
let policy: SmsPolicy
let failures: FailedText[]
let sent: SmsMessage[]
let answers: SmsOutcome[]

const request = (change: Partial<TextRequest> = {}): TextRequest => ({
  organisationId,
  purpose: 'portal-code',
  to: phone,
  text: secretText,
  messageRef: 'message-1',
  ...change,
})

/** The provider is scripted here, one answer per attempt; what real ones do is test/conformance/sms-transport. */
const sender = (): SendTextDeps => ({
  ...deps,
  metrics: createSmsMetrics(deps.metrics),
  onFinalFailure: async (_tx, text) => void failures.push(text),
  transport: {
    send: async (message) => {
      sent.push(message)
      return answers.shift() ?? accepted
    },
    close: async () => undefined,
  },
})

const inOrganisation = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  deps.database.withOrganisation(organisationId, work)

const queue = (change: Partial<TextRequest> = {}) => inOrganisation((tx) => sms.queueText(tx, request(change)))

async function queueOne(change: Partial<TextRequest> = {}): Promise<{ organisationId: OrganisationId; id: TextId }> {
  const queued = await queue(change)
  if (!queued.queued) throw new Error(queued.reason)
  return { organisationId, id: queued.id }
}

async function rowOf(id: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await deps.database.ownerPool.query<Record<string, unknown>>(
    'select * from sealpost.sms_messages where id = $1',
    [id],
  )
  return rows[0]
}

async function waitingJobs(task: string): Promise<{ runInMs: number }[]> {
  const { rows } = await deps.database.ownerPool.query(
    'select extract(epoch from run_at) * 1000 as at from graphile_worker.jobs where task_identifier = $1',
    [task],
  )
  return rows.map((row) => ({ runInMs: Math.round(Number(row.at) - deps.clock.now().getTime()) }))
}

beforeEach(async () => {
  deps = await createTestDeps()
  await migrate(deps.database, [{ module: 'sms', folder: new URL('./migrations/', import.meta.url) }])
  policy = { allowedCountries: ['DE', 'AT', 'CH', 'NL'], dailyBudget: 5 }
  failures = []
  sent = []
  answers = []
  sms = createSms({
    ...deps,
    smsUrl: 'outbox:',
    readPolicy: async () => policy,
    onFinalFailure: async (_tx, text) => void failures.push(text),
  })
})
afterEach(() => deps.close())

describe('queueing a text', () => {
  it('keeps it sealed and queues its job in the same transaction', async () => {
    const { id } = await queueOne()
    expect(await rowOf(id)).toMatchObject({ state: 'queued', country: 'DE', purpose: 'portal-code', attempts: 0 })
    expect(await waitingJobs('sms.send')).toHaveLength(1)
  })

  it('leaves neither row nor job nor a count when the transaction rolls back', async () => {
    const rolledBack = inOrganisation(async (tx) => {
      await sms.queueText(tx, request())
      throw new Error('the caller changed its mind')
    })
    await expect(rolledBack).rejects.toThrow('changed its mind')
    expect(await waitingJobs('sms.send')).toEqual([])
    expect(await inOrganisation((tx) => sms.countToday(tx, organisationId))).toMatchObject({ queued: 0 })
    policy = { ...policy, dailyBudget: 1 }
    expect(await queue()).toMatchObject({ queued: true })
  })

  it.each([
    ['a country that is not allowed', { to: '+33612345678' }, 'sms.country-not-allowed'],
    ['a national number', { to: '015123456789' }, 'sms.number-not-usable'],
    ['a fixed line', { to: '+4930901820' }, 'sms.number-not-usable'],
    ['a premium number', { to: '+499001234567' }, 'sms.number-not-usable'],
    ['a satellite network', { to: '+88213300655' }, 'sms.number-not-usable'],
  ])('refuses %s and queues nothing', async (_what, change, reason) => {
    const refusal = await queue(change)
    expect(refusal).toMatchObject({ queued: false, reason })
    expect(JSON.stringify(refusal)).not.toContain(change.to)
    expect(await waitingJobs('sms.send')).toEqual([])
    expect(await inOrganisation((tx) => sms.countToday(tx, organisationId))).toMatchObject({ queued: 0 })
  })

  it('allows no country at all when none is listed', async () => {
    policy = { allowedCountries: [], dailyBudget: 5 }
    expect(await queue()).toMatchObject({ queued: false, reason: 'sms.country-not-allowed' })
  })

  it('stops at the daily budget and begins anew on the next day', async () => {
    policy = { ...policy, dailyBudget: 2 }
    await queueOne()
    await queueOne()
    expect(await queue()).toMatchObject({ queued: false, reason: 'sms.budget-used-up' })
    deps.clock.advance(86_400_000)
    expect(await queue()).toMatchObject({ queued: true })
  })

  it('sends nothing with a budget of zero', async () => {
    policy = { ...policy, dailyBudget: 0 }
    expect(await queue()).toMatchObject({ queued: false, reason: 'sms.budget-used-up' })
  })

  it('holds the budget when many transactions ask at the same moment', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, () => queue()))
    expect(results.filter((result) => result.queued)).toHaveLength(5)
    expect(await waitingJobs('sms.send')).toHaveLength(5)
  })

  it('counts each organisation for itself and shows none the rows of another', async () => {
    policy = { ...policy, dailyBudget: 1 }
    await queueOne()
    const other = await deps.database.withOrganisation(otherOrganisation, (tx) =>
      sms.queueText(tx, request({ organisationId: otherOrganisation })),
    )
    expect(other).toMatchObject({ queued: true })
    const seen = await deps.database.withOrganisation(otherOrganisation, (tx) => sms.countToday(tx, organisationId))
    expect(seen).toMatchObject({ queued: 0 })
  })

  it('cannot queue for an organisation the transaction does not act for', async () => {
    const foreign = inOrganisation((tx) => sms.queueText(tx, request({ organisationId: otherOrganisation })))
    await expect(foreign).rejects.toThrow(/row-level security/)
  })

  it.each([
    ['an empty text', ''],
    ['a text beyond six short messages', 'x'.repeat(6 * 153 + 1)],
  ])('throws for %s, which the program itself composed', async (_what, text) => {
    await expect(queue({ text })).rejects.toMatchObject({ code: 'sms.text-length' })
  })
})

describe('sending a queued text', () => {
  it('hands number, text, reference and remaining life to the provider and erases the content', async () => {
    const key = await queueOne()
    await sendText(sender(), key)
    expect(sent).toEqual([{ to: phone, text: secretText, reference: key.id, validForSeconds: 600 }])
    expect(await rowOf(key.id)).toMatchObject({ state: 'accepted', sealed: null, provider_id: 'p-1', under_way: false })
  })

  it('does nothing when the job runs again afterwards', async () => {
    const key = await queueOne()
    await sendText(sender(), key)
    await sendText(sender(), key)
    expect(sent).toHaveLength(1)
  })

  it('tries an unreachable provider again with growing pauses, then fails and tells once', async () => {
    const key = await queueOne()
    answers = Array.from({ length: 50 }, () => unavailable('unreachable'))
    const pausesMs: number[] = []
    while ((await rowOf(key.id))?.state === 'queued') {
      await deps.database.ownerPool.query('delete from graphile_worker._private_jobs')
      await sendText(sender(), key)
      const [job] = await waitingJobs('sms.send')
      if (job === undefined) break
      pausesMs.push(job.runInMs)
      deps.clock.advance(job.runInMs)
    }
    expect(pausesMs.length).toBeGreaterThan(8)
    expect(pausesMs.every((pauseMs) => pauseMs <= 75_000)).toBe(true)
    expect(pausesMs[4]).toBeGreaterThan((pausesMs[0] ?? 0) * 4)
    expect(await rowOf(key.id)).toMatchObject({ state: 'failed', failure: 'unreachable', sealed: null })
    expect(failures).toEqual([{ ...key, purpose: 'portal-code', messageRef: 'message-1', failure: 'unreachable' }])
  })

  it('sends it when the provider comes back in time', async () => {
    const key = await queueOne()
    answers = [unavailable('unreachable'), refused('throttled', { permanent: false }), accepted]
    for (let round = 0; round < 3; round += 1) await sendText(sender(), key)
    expect(await rowOf(key.id)).toMatchObject({ state: 'accepted', attempts: 3, uncertain_attempts: 0 })
    expect(failures).toEqual([])
  })

  it.each([
    ['a refusal for good', refused('invalid-number', { permanent: true }), 'invalid-number'],
    ['credentials the provider does not know', unavailable('not-authorised', { retryable: false }), 'not-authorised'],
  ])('fails at once after %s', async (_what, answer, failure) => {
    const key = await queueOne()
    answers = [answer]
    await sendText(sender(), key)
    expect(await rowOf(key.id)).toMatchObject({ state: 'failed', failure, sealed: null })
    expect(failures).toMatchObject([{ id: key.id, failure }])
  })

  it('never sends a code whose ten minutes are over', async () => {
    const key = await queueOne()
    deps.clock.advance(600_000)
    await sendText(sender(), key)
    expect(sent).toEqual([])
    expect(failures).toMatchObject([{ failure: 'expired' }])
  })

  it('sends a text again after a crash between the answer and its record, under the same reference', async () => {
    const key = await queueOne()
    const crashing = { ...sender(), database: { ...deps.database, withOrganisation: crashAfterSending() } }
    await expect(sendText(crashing, key)).rejects.toThrow('the process died')
    await sendText(sender(), key)
    expect(sent.map(({ reference }) => reference)).toEqual([key.id, key.id])
    expect(await rowOf(key.id)).toMatchObject({ state: 'accepted', attempts: 2, uncertain_attempts: 1 })
  })

  it('gives up after three attempts that nobody knows the end of', async () => {
    const key = await queueOne()
    answers = Array.from({ length: 9 }, () => unavailable('timeout', { mayHaveLeft: true }))
    for (let round = 0; round < 5; round += 1) await sendText(sender(), key)
    expect(sent).toHaveLength(3)
    expect(failures).toMatchObject([{ failure: 'outcome-unknown' }])
  })

  it('fails a text that cannot be opened any more, without asking the provider', async () => {
    const key = await queueOne()
    await deps.database.ownerPool.query(`update sealpost.sms_messages set sealed = 'x'`)
    await sendText(sender(), key)
    expect(sent).toEqual([])
    expect(failures).toMatchObject([{ failure: 'unreadable' }])
  })

  it('opens no text that was moved to another row', async () => {
    const one = await queueOne()
    const two = await queueOne({ to: '+4915123456780' })
    await deps.database.ownerPool.query(
      'update sealpost.sms_messages set sealed = (select sealed from sealpost.sms_messages where id = $1) where id = $2',
      [one.id, two.id],
    )
    await sendText(sender(), two)
    expect(sent).toEqual([])
    expect(failures).toMatchObject([{ id: two.id, failure: 'unreadable' }])
  })

  it('records nothing when the hook for failures fails, so that the job is run again', async () => {
    const key = await queueOne()
    answers = [refused('invalid-number', { permanent: true }), refused('invalid-number', { permanent: true })]
    const broken = { ...sender(), onFinalFailure: () => Promise.reject(new Error('the hook broke')) }
    await expect(sendText(broken, key)).rejects.toThrow('the hook broke')
    expect(await rowOf(key.id)).toMatchObject({ state: 'queued' })
    await sendText(sender(), key)
    expect(failures).toHaveLength(1)
  })
})

describe('a delivery receipt', () => {
  const receive = (state: 'delivered' | 'failed', providerId = 'p-1') => takeReceipt(sender(), { providerId, state })

  it('marks the text delivered, once', async () => {
    const key = await queueOne()
    await sendText(sender(), key)
    await receive('delivered')
    await receive('failed')
    expect(await rowOf(key.id)).toMatchObject({ state: 'delivered', failure: null })
    expect(failures).toEqual([])
  })

  it('fails the text and tells when the phone was not reached', async () => {
    const key = await queueOne()
    await sendText(sender(), key)
    await receive('failed')
    await receive('failed')
    expect(await rowOf(key.id)).toMatchObject({ state: 'failed', failure: 'undelivered' })
    expect(failures).toEqual([{ ...key, purpose: 'portal-code', messageRef: 'message-1', failure: 'undelivered' }])
  })

  it('waits for the record of its text, and matches no text of last month', async () => {
    await expect(receive('delivered')).rejects.toMatchObject({ code: 'sms.receipt-unmatched', temporary: true })
    const key = await queueOne()
    await sendText(sender(), key)
    deps.clock.advance(30 * 86_400_000)
    await expect(receive('delivered')).rejects.toMatchObject({ code: 'sms.receipt-unmatched' })
    expect(await rowOf(key.id)).toMatchObject({ state: 'accepted' })
  })

  it('is durable before the provider hears that it was taken', async () => {
    await queueReceipt(deps.database, { providerId: 'p-1', state: 'delivered' })
    expect(await waitingJobs('sms.receipt')).toHaveLength(1)
  })
})

describe('counts and traces', () => {
  it('counts what was sent beside what was used, in the day and in the metrics', async () => {
    await sendText(sender(), await queueOne())
    answers = [refused('invalid-number', { permanent: true })]
    await sendText(sender(), await queueOne({ messageRef: 'message-2' }))
    await inOrganisation((tx) => sms.markUsed(tx, { organisationId, messageRef: 'message-1' }))
    await inOrganisation((tx) => sms.markUsed(tx, { organisationId, messageRef: 'message-1' }))
    await inOrganisation((tx) => sms.markUsed(tx, { organisationId, messageRef: 'unknown' }))
    const counts = await inOrganisation((tx) => sms.countToday(tx, organisationId))
    expect(counts).toEqual({ queued: 2, accepted: 1, delivered: 0, failed: 1, used: 1 })
    const text = await deps.metrics.text()
    expect(text).toContain('sealpost_sms_queued_total{purpose="portal-code"} 2')
    expect(text).toContain('sealpost_sms_used_total{purpose="portal-code"} 1')
  })

  it('leaves no number, text or code in the database, the jobs, the logs or the metrics', async () => {
    await queueOne()
    const two = await queueOne()
    await sendText(sender(), two)
    answers = [refused('invalid-number', { permanent: true })]
    await sendText(sender(), await queueOne())
    const tables = ['sealpost.sms_messages', 'sealpost.sms_daily_counts', 'graphile_worker._private_jobs']
    const dumps = await Promise.all(
      tables.map((table) => deps.database.ownerPool.query<{ t: string }>(`select t::text from ${table} t`)),
    )
    const everything =
      JSON.stringify(dumps.map((dump) => dump.rows)) + deps.logLines.join('\n') + (await deps.metrics.text())
    expect(everything.length).toBeGreaterThan(1000)
    for (const secret of [phone, phone.slice(1), '491327', 'Ihr Code', Buffer.from('491327').toString('hex')]) {
      expect(everything).not.toContain(secret)
    }
  })

  it('forgets finished texts after ninety days and keeps waiting ones', async () => {
    const old = await queueOne()
    await sendText(sender(), old)
    const waiting = await queueOne()
    deps.clock.advance(91 * 86_400_000)
    const fresh = await queueOne()
    const prune = smsJobs(sender()).find(({ task }) => task === 'sms.prune')
    await prune?.run({})
    expect(await rowOf(old.id)).toBeUndefined()
    expect([(await rowOf(waiting.id))?.state, (await rowOf(fresh.id))?.state]).toEqual(['queued', 'queued'])
  })
})

/** The first transaction works; the one that would record the answer never comes. */
function crashAfterSending(): TestDeps['database']['withOrganisation'] {
  let calls = 0
  return (id, work) => {
    calls += 1
    return calls === 1 ? deps.database.withOrganisation(id, work) : Promise.reject(new Error('the process died'))
  }
}
