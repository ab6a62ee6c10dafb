import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { newId } from '../../../../test/harness/identifiers.ts'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import { until } from '../../../../test/harness/until.ts'
import type { CopyId, MessageId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'

let world: SealingWorld
beforeAll(async () => {
  world = await createSealingWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.deps.clock.advance(1000)
})

const patient = 'patient@mail.example'
const mail = 'From: doctor@praxis.example\r\nSubject: Befund\r\n\r\nIhr Befund\r\n'

async function send(): Promise<{ messageId: MessageId; copyId: CopyId }> {
  world.setCheck(patient, 'sms')
  const { messageId } = await world.sealing.acceptMail(world.mail(mail, [patient]))
  const { message } = await world.sealing.readConversation(world.member, messageId)
  return { messageId, copyId: message.copies[0]?.id ?? newId<CopyId>() }
}

const stateOf = async (messageId: MessageId) =>
  (await world.sealing.readConversation(world.member, messageId)).message.copies[0]?.state

async function recordOpening(copyId: CopyId): Promise<void> {
  await world.deps.database.withOrganisation(world.organisationId, async (tx) => {
    const copy = await world.sealing.guest.readCopy(tx, copyId)
    if (copy === null) throw new Error('no copy')
    await world.sealing.guest.recordOpening(tx, { copy, verifiedBy: 'sms', trustedDevice: false })
  })
}

describe('opening and revoking at the same moment', () => {
  test('an opening that was under way does not make a revoked copy openable again', async () => {
    const { messageId, copyId } = await send()
    await world.sealing.revoke(world.member, { messageId, scope: 'recipients' })
    await recordOpening(copyId)
    expect(await stateOf(messageId)).toBe('revoked')
  })

  test('a revocation is not confirmed while a share is still on its way out', async () => {
    const { messageId, copyId } = await send()
    let isRevoked = false
    let revoking: Promise<void> = Promise.resolve()
    await world.deps.database.withOrganisation(world.organisationId, async (tx) => {
      await world.sealing.guest.releaseShare(tx, copyId)
      revoking = world.sealing.revoke(world.member, { messageId, scope: 'recipients' }).then(() => {
        isRevoked = true
      })
      const isWaiting = async () => {
        const { rows } = await sql<{ waiting: number }>`
          select count(*)::int as waiting from pg_locks where not granted`.execute(tx)
        return isRevoked || (rows[0]?.waiting ?? 0) > 0 ? true : undefined
      }
      await until('the revocation waits', isWaiting)
      expect(isRevoked).toBe(false)
    })
    await revoking
    expect(await stateOf(messageId)).toBe('revoked')
  })

  test('a link that the sender replaced shows as opened once it was opened again', async () => {
    const { messageId, copyId } = await send()
    await recordOpening(copyId)
    await world.deps.database.ownerPool.query(`update sealpost.copies set state = 'notified' where id = $1`, [copyId])
    const first = (await world.sealing.readConversation(world.member, messageId)).message.copies[0]?.openedAt
    world.deps.clock.advance(60_000)
    await recordOpening(copyId)
    const { message } = await world.sealing.readConversation(world.member, messageId)
    expect(message.copies[0]).toMatchObject({ state: 'opened', openedAt: first })
  })
})

describe('a new link while the outcome of a direct mail is recorded', () => {
  const recorded: Record<'sent' | 'refused', (tx: Tx, copyId: CopyId) => Promise<unknown>> = {
    sent: (tx, copyId) => world.sealing.notificationSent(tx, { copyId }),
    refused: (tx, copyId) =>
      world.sealing.notificationFailed(tx, { copyId, cause: 'no-verified-tls', isReported: true }),
  }

  test.each(['sent', 'refused'] as const)('stays in force when that mail was %s', async (outcome) => {
    world.settings.route = 'direct'
    const { messageId, copyId } = await send().finally(() => (world.settings.route = 'portal'))
    const job = world.sealing.jobs.find(({ task }) => task === 'sealing.dispatch')
    await job?.run({ organisationId: world.organisationId, messageId })
    let recording: Promise<unknown> | undefined
    await world.deps.database.withOrganisation(world.organisationId, async (tx) => {
      await sql`select from messages where id = ${messageId} for update`.execute(tx)
      let isOver = false
      recording = world.deps.database
        .withOrganisation(world.organisationId, (other) => recorded[outcome](other, copyId))
        .finally(() => (isOver = true))
      await until('the record waits', async () => {
        const { rows } = await sql<{ waiting: number }>`
          select count(*)::int as waiting from pg_locks where not granted`.execute(tx)
        return isOver || (rows[0]?.waiting ?? 0) > 0 ? true : undefined
      })
      await sql`delete from fallbacks where copy_id = ${copyId}`.execute(tx)
      await sql`update copies set route = 'portal' where id = ${copyId}`.execute(tx)
    })
    await recording
    const { rows } = await world.deps.database.ownerPool.query<{ state: string; held: boolean }>(
      'select state, sealed_share is not null as held from sealpost.copies where id = $1',
      [copyId],
    )
    expect(rows).toEqual([{ state: 'queued', held: true }])
  })
})

describe('revoking for everyone', () => {
  test('is done even when the content cannot be removed at once', async () => {
    const { messageId } = await send()
    const { remove } = world.deps.blobs
    Object.assign(world.deps.blobs, { remove: () => Promise.reject(new Error('disk')) })
    await world.sealing.revoke(world.member, { messageId, scope: 'everyone' })
    Object.assign(world.deps.blobs, { remove })
    expect(await stateOf(messageId)).toBe('revoked')
    expect(world.deps.logLines.some((line) => line.includes('sealing.content-not-removed'))).toBe(true)
  })
})

describe('a notification that fails for good', () => {
  const failed = (copyId: CopyId) =>
    world.deps.database.withOrganisation(world.organisationId, (tx) =>
      world.sealing.notificationFailed(tx, { copyId, cause: 'other', isReported: false }),
    )

  test('is told to the sender', async () => {
    const { messageId, copyId } = await send()
    world.queued.length = 0
    await failed(copyId)
    expect(world.queued.map(({ kind }) => kind)).toEqual(['sender-notice'])
    expect(await stateOf(messageId)).toBe('failed')
  })

  test('is no news where the message was revoked meanwhile', async () => {
    const { messageId, copyId } = await send()
    await world.sealing.revoke(world.member, { messageId, scope: 'recipients' })
    world.queued.length = 0
    await failed(copyId)
    expect(world.queued).toEqual([])
    expect(await stateOf(messageId)).toBe('revoked')
  })
})

describe('expiry', () => {
  const messages = 132
  const copiesPerMessage = 500

  /** What a practice with a mailing list leaves behind: more copies in one batch than a statement has parameters. */
  async function insertMailing(): Promise<void> {
    const { ownerPool } = world.deps.database
    const { messageId } = await send()
    await ownerPool.query(
      `insert into sealpost.messages select made.* from sealpost.messages m, generate_series(1, $2) turn,
         jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'content_id', null, 'dsn_ret', turn)) made
       where m.id = $1`,
      [messageId, messages],
    )
    await ownerPool.query(
      `insert into sealpost.copies (organisation_id, id, message_id, recipient_id, address, state, sealed_share)
       select m.organisation_id, gen_random_uuid(), m.id, gen_random_uuid(), 'p@mail.example', 'queued', '\\x00'
       from sealpost.messages m, generate_series(1, $1) where m.dsn_ret is not null`,
      [copiesPerMessage],
    )
  }

  test('destroys the shares of many large mailings that end together', { timeout: 120_000 }, async () => {
    await insertMailing()
    world.deps.clock.advance(31 * 24 * 3600 * 1000)
    expect(await world.sealing.expire()).toBeGreaterThanOrEqual(messages)
    const { rows } = await world.deps.database.ownerPool.query<{ open: number }>(
      'select count(*)::int as open from sealpost.copies where sealed_share is not null or wrapped_identity is not null',
    )
    expect(rows[0]?.open).toBe(0)
  })
})
