import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import type { OrganisationId } from '../../src/lib/id/identifiers.ts'
import { createSms } from '../../src/modules/transport/sms/index.ts'
import type { FailedText, Sms } from '../../src/modules/transport/sms/index.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { startJobs } from '../../src/platform/jobs/jobs.ts'
import { idOf } from '../harness/identifiers.ts'
import { startSmppServer } from '../harness/smpp-server.ts'
import type { SmppServer } from '../harness/smpp-server.ts'
import { createTestDeps } from '../harness/test-deps.ts'
import type { TestDeps } from '../harness/test-deps.ts'

const organisationId = idOf<OrganisationId>('0193a0c8-1111-7000-8000-000000000001')
const undo: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

interface Running {
  readonly deps: TestDeps
  readonly sms: Sms
  readonly failures: readonly FailedText[]
  queue(text: string): Promise<void>
  states(): Promise<readonly string[]>
}

/** The module with the real job runner; jobs run by the real time, so the clock stands at the present. */
async function runSms(smsUrl: string): Promise<Running> {
  const deps = await createTestDeps()
  undo.push(() => deps.close())
  deps.clock.advance(Date.now() - deps.clock.now().getTime())
  await migrate(deps.database, [
    { module: 'sms', folder: new URL('../../src/modules/transport/sms/migrations/', import.meta.url) },
  ])
  const failures: FailedText[] = []
  const sms = createSms({
    ...deps,
    smsUrl,
    readPolicy: async () => ({ allowedCountries: ['DE'], dailyBudget: 100 }),
    onFinalFailure: async (_tx, text) => void failures.push(text),
  })
  const sender = sms.start()
  undo.push(() => sender.stop())
  const runner = await startJobs({ ...deps, definitions: sender.jobs })
  undo.push(() => runner.stop())
  return {
    deps,
    sms,
    failures,
    async queue(text) {
      const request = { organisationId, purpose: 'portal-code', to: '+4915123456789', text, messageRef: 'm' } as const
      await deps.database.withOrganisation(organisationId, (tx) => sms.queueText(tx, request))
    },
    async states() {
      const { rows } = await deps.database.ownerPool.query<{ state: string }>(
        'select state from sealpost.sms_messages order by id',
      )
      return rows.map(({ state }) => state)
    },
  }
}

async function startCentre(): Promise<SmppServer> {
  const centre = await startSmppServer()
  undo.push(() => centre.close())
  return centre
}

const patience = { timeout: 30_000, interval: 50 }

describe('a text on its way through the real job runner', () => {
  it('reaches the phone over SMPP, and its receipt marks it delivered', async () => {
    const centre = await startCentre()
    const running = await runSms(`smpp://sealpost:secret@127.0.0.1:${centre.port}`)
    await running.queue('Ihr Code: 491327')
    await expect.poll(() => running.states(), patience).toEqual(['accepted'])
    const [text] = centre.texts
    expect(text).toMatchObject({ to: '4915123456789', text: 'Ihr Code: 491327' })
    expect(await centre.sendReceipt(text?.messageId ?? '', { word: 'DELIVRD' })).toBe(0)
    await expect.poll(() => running.states(), patience).toEqual(['delivered'])
    expect(running.failures).toEqual([])
  })

  it('is sent again after a lost connection, and reported when the phone was not reached', async () => {
    const centre = await startCentre()
    centre.faults.dropsAfterSubmit = 1
    const running = await runSms(`smpp://sealpost:secret@127.0.0.1:${centre.port}`)
    await running.queue('Ihr Code: 491327')
    await expect.poll(() => running.states(), patience).toEqual(['accepted'])
    expect(centre.texts).toHaveLength(2)
    const last = centre.texts.at(-1)?.messageId ?? ''
    expect(await centre.sendReceipt(last, { word: 'UNDELIV', inText: true })).toBe(0)
    await expect.poll(() => running.failures, patience).toMatchObject([{ failure: 'undelivered', messageRef: 'm' }])
    expect(await running.states()).toEqual(['failed'])
  })

  it('fails at once when the centre does not know the credentials', async () => {
    const centre = await startCentre()
    const running = await runSms(`smpp://sealpost:wrong@127.0.0.1:${centre.port}`)
    await running.queue('Ihr Code: 491327')
    await expect.poll(() => running.failures, patience).toMatchObject([{ failure: 'not-authorised' }])
    expect(centre.texts).toEqual([])
    expect(running.deps.logLines.join('\n')).not.toContain('wrong')
  })

  it('lands in the outbox of the demo, which alone shows it in clear', async () => {
    const running = await runSms('outbox:')
    expect(running.sms.catchesTexts).toBe(true)
    await running.queue('first 491327')
    await expect
      .poll(() => running.sms.readOutbox(), patience)
      .toMatchObject([{ to: '+4915123456789', text: 'first 491327' }])
    const { rows } = await running.deps.database.ownerPool.query<{ t: string }>(
      'select t::text from sealpost.sms_outbox t',
    )
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toMatch(/491327|4915123456789|first/)
  })
})

describe('the outbox', () => {
  it('is not there when texts are really sent', async () => {
    const centre = await startCentre()
    const running = await runSms(`smpp://sealpost:secret@127.0.0.1:${centre.port}`)
    expect(running.sms.catchesTexts).toBe(false)
    await expect(running.sms.readOutbox()).rejects.toMatchObject({ code: 'sms.no-outbox' })
  })

  it('is invisible to a transaction that acts for an organisation', async () => {
    const running = await runSms('outbox:')
    await running.queue('hidden')
    await expect.poll(async () => (await running.sms.readOutbox()).length, patience).toBe(1)
    const seen = await running.deps.database.withOrganisation(organisationId, (tx) =>
      sql`select reference from sms_outbox`.execute(tx),
    )
    expect(seen.rows).toEqual([])
  })
})
