import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../../test/harness/identifiers.ts'
import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { createTestDatabase } from '../../../../test/harness/test-database.ts'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import type { CopyId, MessageId } from '../../../lib/id/identifiers.ts'
import { migrate } from '../../../platform/database/migrate.ts'

/** Access lasts through the day that the mail names, in the organisation's zone. */
let world: SealingWorld
beforeAll(async () => {
  world = await createSealingWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.queued.length = 0
  world.settings.timeZone = 'Europe/Berlin'
  world.settings.expiryDays = 30
})

const patient = 'patient@mail.example'
const clockTo = (instant: string) =>
  world.deps.clock.advance(new Date(instant).getTime() - world.deps.clock.now().getTime())

async function sendAt(instant: string): Promise<{ messageId: MessageId; token: string }> {
  clockTo(instant)
  world.setCheck(patient, 'sms')
  const text = 'From: doctor@praxis.example\r\nSubject: Befund\r\n\r\nIhr Befund.\r\n'
  const { messageId } = await world.sealing.acceptMail(world.mail(text, [patient]))
  const [, token = ''] = /\/o\/([A-Za-z0-9_-]{22})#/.exec(String(paramsOf(world.queued.at(-1))['link'])) ?? []
  return { messageId, token }
}

/** What the portal sees of a link after the sweep of that moment. */
async function stateAt(token: string, instant: string) {
  clockTo(instant)
  await world.sealing.expire()
  const found = await world.sealing.guest.findLink(token)
  return world.deps.database.withOrganisation(world.organisationId, async (tx) => {
    const copy = await world.sealing.guest.readCopy(tx, found?.copyId ?? newId<CopyId>())
    return { state: copy?.state, lastDay: copy?.lastDay }
  })
}

const viewOf = async (messageId: MessageId) => (await world.sealing.readConversation(world.member, messageId)).message
const sql = (text: string, values: readonly unknown[]) => world.deps.database.ownerPool.query(text, [...values])

describe('a message can be opened', () => {
  test.each([
    // sent, zone, days, last day, open until, closed from
    ['2026-11-29T02:52:00Z', 'Europe/Berlin', 30, '2026-12-29', '2026-12-29T22:59:59Z', '2026-12-29T23:00:00Z'],
    // It is the 29th in New York when it is the 30th in Berlin.
    ['2026-12-30T02:52:00Z', 'America/New_York', 1, '2026-12-30', '2026-12-31T04:59:59Z', '2026-12-31T05:00:00Z'],
    // The night in which clocks go forward, and the one in which they go back: 23 and 25 hours.
    ['2027-03-27T12:00:00Z', 'Europe/Berlin', 1, '2027-03-28', '2027-03-28T21:59:59Z', '2027-03-28T22:00:00Z'],
    ['2027-10-30T21:30:00Z', 'Europe/Berlin', 1, '2027-10-31', '2027-10-31T22:59:59Z', '2027-10-31T23:00:00Z'],
  ])('sent %s in %s for %i days: through %s', async (sent, zone, days, lastDay, open, closed) => {
    world.settings.timeZone = zone
    world.settings.expiryDays = days
    const { messageId, token } = await sendAt(sent)
    expect(paramsOf(world.queued[0])).toMatchObject({ expiresOn: lastDay })
    expect((await viewOf(messageId)).expiresOn).toBe(lastDay)
    expect(await stateAt(token, open)).toEqual({ state: 'open', lastDay })
    expect(await stateAt(token, closed)).toEqual({ state: 'expired', lastDay })
    const { rows } = await sql('select sealed_share from sealpost.copies where message_id = $1', [messageId])
    expect(rows).toEqual([{ sealed_share: null }])
  })

  test('through the day that was promised, also when the organisation moves to another zone meanwhile', async () => {
    const { messageId, token } = await sendAt('2028-01-10T09:00:00Z')
    world.settings.timeZone = 'Asia/Tokyo'
    expect((await viewOf(messageId)).expiresOn).toBe('2028-02-09')
    expect(await stateAt(token, '2028-02-09T22:59:59Z')).toEqual({ state: 'open', lastDay: '2028-02-09' })
  })
})

describe('an extended message', () => {
  test('can be opened through the new day, whatever hour of it was asked for', async () => {
    const { messageId, token } = await sendAt('2028-03-01T09:00:00Z')
    await world.sealing.extend(world.member, { messageId, expiresAt: new Date('2028-04-20T05:00:00Z') })
    const { expiresAt, expiresOn } = await viewOf(messageId)
    expect([expiresAt, expiresOn]).toEqual(['2028-04-20T21:59:59.999Z', '2028-04-20'])
    expect(await stateAt(token, '2028-04-20T21:59:59Z')).toEqual({ state: 'open', lastDay: '2028-04-20' })
    expect(await stateAt(token, '2028-04-20T22:00:00Z')).toEqual({ state: 'expired', lastDay: '2028-04-20' })
  })

  test('reaches the end of the last day the organisation allows, and not the next one', async () => {
    world.settings.maxExpiryDays = 60
    const { messageId } = await sendAt('2028-05-01T09:00:00Z')
    const change = (expiresAt: string) =>
      world.sealing.extend(world.member, { messageId, expiresAt: new Date(expiresAt) })
    await change('2028-06-30T21:59:59.999Z')
    expect((await viewOf(messageId)).expiresOn).toBe('2028-06-30')
    // The last one is in the year 10,000 there, which as a text would come before every other.
    for (const late of ['2028-06-30T22:00:00Z', '9999-12-31T23:30:00Z'])
      await expect(change(late)).rejects.toMatchObject({ code: 'message.bad-expiry' })
    await change('2028-05-01T09:00:01Z')
    expect((await viewOf(messageId)).expiresAt).toBe('2028-05-01T21:59:59.999Z')
  })
})

describe('a message that 0.1.0 sealed', () => {
  /** The migrations that 0.1.0 had, or all of them. */
  async function migrationsIn(folder: string, isOurs: (name: string) => boolean) {
    const source = join(import.meta.dirname, 'migrations')
    for (const name of await readdir(source)) if (isOurs(name)) await cp(join(source, name), join(folder, name))
    return { module: 'sealing', folder: pathToFileURL(`${folder}/`) }
  }

  test.each([
    // until when 0.1.0 let it be opened, the last day now, until when now
    ['2026-12-29T02:52:00Z', false, '2026-12-29', '2026-12-29T22:59:59.999Z'],
    ['2026-12-29T23:30:00Z', false, '2026-12-30', '2026-12-30T22:59:59.999Z'],
    ['2026-06-01T21:59:59.999Z', false, '2026-06-01', '2026-06-01T21:59:59.999Z'],
    ['2026-10-25T00:30:00Z', false, '2026-10-25', '2026-10-25T22:59:59.999Z'],
    ['2026-11-01T10:00:00Z', true, '2026-11-01', '2026-11-01T10:00:00.000Z'],
  ])('open until %s (ended: %s) can be opened through %s', async (before, ended, lastDay, until) => {
    const folder = await mkdtemp(join(tmpdir(), 'sealpost-last-day-'))
    const { database, close } = await createTestDatabase()
    try {
      await database.ownerPool.query('drop schema sealpost cascade')
      await migrate(database, [await migrationsIn(folder, (name) => name < '0006')])
      await database.ownerPool.query(
        `insert into sealpost.messages (organisation_id, id, mailbox_id, sender_name, sender_address, sent_at, expires_at,
           ended_at, size_bytes, mailbox_recipient)
         values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', 'a@b.example', '2026-05-01', $1, $2, 1, 'age1')`,
        [before, ended ? before : null],
      )
      await migrate(database, [await migrationsIn(folder, () => true)])
      const { rows } = await database.ownerPool.query('select expires_on, expires_at from sealpost.messages')
      expect(rows).toEqual([{ expires_on: lastDay, expires_at: new Date(until) }])
    } finally {
      await close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
