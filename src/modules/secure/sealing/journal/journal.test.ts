import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { idOf } from '../../../../../test/harness/identifiers.ts'
import { loseKeys } from '../../../../../test/harness/lose-keys.ts'
import { envelopeText } from '../../../../../test/harness/open-envelope.ts'
import { paramsOf } from '../../../../../test/harness/queued-mail.ts'
import { createSealingWorld, type SealingWorld } from '../../../../../test/harness/sealing-world.ts'
import { until } from '../../../../../test/harness/until.ts'
import type { MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import { decryptBytes } from '../../../../platform/age/index.ts'
import { sweepKeys } from '../../../../platform/shred/shred-jobs.ts'
import { createAcceptMail, type AcceptMail } from '../commands/accept-mail.ts'
import { Journal, type JournalPace } from './journal.ts'
import { writeWaiting } from './write-waiting.ts'

let world: SealingWorld
let accept: AcceptMail
let busy: Journal
let patients = 0

/** As a process with a crowd before it, which writes nothing down until it is told to. */
function crowded(pace: Partial<JournalPace> = {}): { readonly journal: Journal; readonly accept: AcceptMail } {
  const journal = new Journal(world.sealingDeps, { crowd: 0, maxHoldMs: Number.POSITIVE_INFINITY, ...pace })
  journal.added(world.organisationId, 0)
  return { journal, accept: createAcceptMail(world.sealingDeps, journal) }
}

beforeAll(async () => {
  world = await createSealingWorld()
  ;({ journal: busy, accept } = crowded())
})
afterAll(async () => {
  await busy.stop()
  await world.close()
})
beforeEach(async () => {
  await query('delete from sealpost.journal')
  world.queued.length = 0
  Object.assign(world.settings, { route: 'portal', maxRecipientsPerMessage: 500 })
  world.deps.clock.advance(1000)
})

const text = 'From: doctor@praxis.example\r\nSubject: Befund\r\n\r\nIhr Befund\r\n'
const query = async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
  (await world.deps.database.ownerPool.query<Row>(sql, [...values])).rows
const newPatient = (check: 'sms' | 'email' | null = 'sms') => {
  const address = `patient${++patients}@mail.example`
  if (check !== null) world.setCheck(address, check)
  return address
}
const take = (to: readonly string[] = [newPatient()], mail = text) => accept(world.mail(mail, to))
const write = () => writeWaiting(world.sealingDeps, world.organisationId)
const waiting = async () =>
  (await query<{ id: string }>('select id from sealpost.journal order by id')).map(({ id }) => id)
/** Of another organisation. */
const stranger = idOf<OrganisationId>('0199a000-0000-7000-8000-000000000001')
/** Nothing can be written until `release`. */
async function holdCopies(): Promise<{ release(): Promise<void> }> {
  const client = await world.deps.database.ownerPool.connect()
  await client.query('begin; lock table sealpost.copies in exclusive mode')
  return {
    async release() {
      await client.query('rollback')
      client.release()
    },
  }
}
const read = async (messageId: MessageId) => (await world.sealing.readConversation(world.member, messageId)).message
const copiesOf = async (messageId: MessageId) => (await read(messageId)).copies
const keyOf = async (id: string) =>
  (await query<{ sealed: Buffer }>('select sealed_secrets as sealed from sealpost.journal where id = $1', [id]))[0]
    ?.sealed ?? Buffer.alloc(0)

/** All that tells one row from another is left out. */
async function storedOf(messageId: MessageId): Promise<unknown> {
  const [message] = await query<Record<string, unknown>>('select * from sealpost.messages where id = $1', [messageId])
  const copies = await query<Record<string, unknown>>('select * from sealpost.copies where message_id = $1', [
    messageId,
  ])
  const entries = await query<Record<string, unknown>>(
    'select action, actor_kind, actor_id, actor_label, subject_kind, detail from sealpost.audit_entries where subject_id = $1',
    [messageId],
  )
  const kind = (value: unknown) => (Buffer.isBuffer(value) ? `${value.length} bytes` : value)
  const shape = (row: Record<string, unknown> | undefined) =>
    Object.fromEntries(
      Object.entries(row ?? {}).flatMap(([name, value]) =>
        /^(id|message_id|content_id|reference)$/.test(name) ? [] : [[name, kind(value)]],
      ),
    )
  return { message: shape(message), copies: copies.map(shape), entries }
}

describe('a message in the journal', () => {
  test('is acknowledged with what was decided, and written as it would have been at once', async () => {
    const [known, unknown] = [newPatient(), newPatient(null)]
    const to = [known, unknown, world.colleague.address]
    const atOnce = await world.sealing.acceptMail(world.mail(text, to))
    const mailsAtOnce = world.queued.splice(0)
    const later = await take(to)
    expect({ ...later, messageId: '' }).toEqual({ ...atOnce, messageId: '' })
    expect(later).toMatchObject({ parked: [unknown], queued: [known, world.colleague.address] })
    expect(world.queued).toEqual([])
    expect(await waiting()).toEqual([later.messageId])
    expect(await write()).toMatchObject({ written: 1, failed: 0 })
    expect(await storedOf(later.messageId)).toEqual(await storedOf(atOnce.messageId))
    const said = (mails: typeof mailsAtOnce) => mails.map((mail) => [mail.to, Object.keys(paramsOf(mail))])
    expect(said(world.queued)).toEqual(said(mailsAtOnce))
    expect(await waiting()).toEqual([])
  })

  test('has its content, its envelope and its keys under what only their holders have', async () => {
    const { messageId } = await take()
    const sealed = await keyOf(messageId)
    expect(await world.deps.shred.holds(sealed)).toBe(true)
    const [row] = await query<{ facts: string; sealed_envelope: Buffer; content: Buffer }>(
      `select j.facts, j.sealed_envelope, c.sealed as content from sealpost.journal j
       join sealpost.small_contents c on c.id = j.content_id where j.id = $1`,
      [messageId],
    )
    const { identity } = world.mailbox
    const envelope: unknown = JSON.parse(envelopeText(row?.sealed_envelope ?? Buffer.alloc(0), messageId, identity))
    expect(envelope).toMatchObject({ messageId, subject: 'Befund' })
    const content = decryptBytes(row?.content ?? Buffer.alloc(0), [identity])
    expect(Buffer.from(content).toString()).toContain('Ihr Befund')
    expect(row?.facts).not.toMatch(/Befund|SEALPOST-SEED/)
    await write()
    expect(await world.deps.shred.holds(sealed)).toBe(false)
  })

  test('of another kind of route is dispatched once it is written', async () => {
    world.settings.route = 'attachment'
    const { messageId } = await take()
    expect(await query('select from sealpost.dispatches where message_id = $1', [messageId])).toHaveLength(0)
    await write()
    expect(await query('select from sealpost.dispatches where message_id = $1', [messageId])).toHaveLength(1)
    expect((await copiesOf(messageId))[0]).toMatchObject({ route: 'attachment', state: 'queued' })
  })

  test('may have a content that lies in the blob store, which no sweep takes for left behind', async () => {
    const { messageId } = await take(
      [newPatient()],
      `${text}${'x'.repeat(70)}\r\n${`${'y'.repeat(70)}\r\n`.repeat(1500)}`,
    )
    const orphan = '019ab000-0000-7000-8000-0000000000ff'
    await world.deps.blobs.put(orphan, Buffer.from('left behind'))
    world.deps.clock.advance(Date.now() - world.deps.clock.now().getTime() + 2 * 24 * 3600_000)
    expect(await world.sealing.sweepContents()).toBeGreaterThanOrEqual(1)
    await expect(world.deps.blobs.open(orphan)).rejects.toMatchObject({ code: 'blobs.missing' })
    await write()
    const [message] = await query<{ id: string }>('select content_id as id from sealpost.messages where id = $1', [
      messageId,
    ])
    const file = await buffer(await world.sealing.openContent(world.member, idOf(message?.id ?? '')))
    expect(file.length).toBeGreaterThan(100_000)
  })

  test('keeps its key, however long it waits', async () => {
    const { messageId } = await take()
    await query(`insert into sealpost.installation (secret_check) values ('x') on conflict do nothing`)
    await query('update sealpost.installation set made_at = $1', ['2026-01-01T00:00:00Z'])
    world.deps.clock.advance(3 * 3600_000)
    const { knownKeys } = world.sealing
    await sweepKeys({ ...world.deps, store: world.deps.shredStore, owners: [knownKeys] })
    await write()
    expect((await copiesOf(messageId))[0]?.state).toBe('queued')
  })

  test('goes no way that is weaker than what its recipient has when it is written', async () => {
    const patient = newPatient()
    const { messageId, queued } = await take([patient])
    expect(queued).toEqual([patient])
    world.setCheck(patient, null)
    await write()
    expect((await copiesOf(messageId))[0]?.state).toBe('parked')
    expect(world.queued.map(({ kind }) => kind)).toEqual(['message-parked'])
  })

  test('can be read and extended by its number from the moment it was acknowledged', async () => {
    const { messageId } = await take()
    expect((await read(messageId)).id).toBe(messageId)
    expect(await waiting()).toEqual([])
    const another = await take()
    const expiresAt = new Date(world.deps.clock.now().getTime() + 24 * 3600_000)
    await world.sealing.extend(world.member, { messageId: another.messageId, expiresAt })
    expect(await waiting()).toEqual([])
    await expect(read(idOf(stranger))).rejects.toMatchObject({ code: 'message.unknown' })
  })

  test('can be revoked from the moment it was acknowledged', async () => {
    const { messageId } = await take()
    const sealed = await keyOf(messageId)
    await world.sealing.revoke(world.member, { messageId, scope: 'recipients' })
    expect((await copiesOf(messageId))[0]?.state).toBe('revoked')
    expect(await world.deps.shred.holds(sealed)).toBe(false)
    expect(await write()).toMatchObject({ written: 0 })
  })
})

describe('before the acknowledgement it is refused', () => {
  const refusal = async (to: readonly string[], mail = text) => {
    await expect(take(to, mail)).rejects.toMatchObject({ name: 'AppError' })
    expect(await waiting()).toEqual([])
  }

  test('with too many recipients', async () => {
    world.settings.maxRecipientsPerMessage = 1
    await refusal([newPatient(), newPatient()])
  })

  test('with an address that no mail can be sent to', async () => {
    const address = `patient@${'a'.repeat(70)}.example`
    world.setCheck(address, 'sms')
    await refusal([address])
  })

  test('with a wish that nobody knows', () => refusal([newPatient()], `X-Sealpost-Route: pigeon\r\n${text}`))

  test('with what no column can hold', async () => {
    const mail = world.mail(text, [newPatient()])
    const sender = { ...mail.sender, kind: 'relay', displayName: 'Dr. \u0000' } as const
    await expect(accept({ ...mail, sender })).rejects.toMatchObject({ code: '22P05' })
    expect(await waiting()).toEqual([])
  })

  test('alone among others', async () => {
    world.settings.maxRecipientsPerMessage = 1
    const results = await Promise.allSettled([
      take(),
      take([newPatient(), newPatient()]),
      take(),
      take(),
      take(),
      take(),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', ...Array(4).fill('fulfilled')])
    expect(await waiting()).toHaveLength(5)
  })

  test('when more wait than can be written, with a temporary error, and its content is removed', async () => {
    await take()
    const slow = await holdCopies()
    const full = crowded({ maxWaiting: 1, maxRoomMs: 0 })
    const large = `${text}${`${'y'.repeat(70)}\r\n`.repeat(1500)}`
    full.journal.added(world.organisationId, 1)
    await expect(full.accept(world.mail(large, [newPatient()]))).rejects.toMatchObject({
      code: 'message.journal-full',
      temporary: true,
    })
    const left: string[] = []
    for await (const id of world.deps.blobs.listOlderThan(new Date(Date.now() + 60_000))) left.push(id)
    const named = await query<{ id: string }>('select content_id as id from sealpost.messages')
    expect(left.filter((id) => !named.some((one) => one.id === id))).toEqual([])
    expect(await full.journal.admit(stranger, () => Promise.resolve('taken')), 'of nobody else').toBe('taken')
    await slow.release()
    await full.journal.stop()
  })
})

describe('few messages', () => {
  const soundness = (journal: Journal) => [5, 4].map((messages) => journal.isFor(world.organisationId, messages))

  test('are written at once, unless others of their organisation wait', async () => {
    const journal = new Journal(world.sealingDeps)
    expect(soundness(journal)).toEqual([true, false])
    const { journal: holding } = crowded()
    expect(soundness(holding)).toEqual([true, true])
    expect(holding.isFor(stranger, 4)).toBe(false)
    await holding.stop()
  })

  test('and many are written at once where writing keeps failing: nothing more is acknowledged before it is safe', async () => {
    await take()
    await query('update sealpost.journal set attempts = 3, next_attempt_at = $1', [
      new Date(world.deps.clock.now().getTime() + 60_000),
    ])
    const journal = new Journal(world.sealingDeps, { maxFailing: 1, lookMs: 20 })
    expect(soundness(journal)).toEqual([true, false])
    journal.start()
    await until('the failure was seen', () => (soundness(journal)[0] === false ? true : undefined))
    await query('delete from sealpost.journal')
    await until('and that it is over', () => (soundness(journal)[0] === true ? true : undefined))
    await journal.stop()
  })
})

describe('writing', () => {
  test('keeps the order, and is done once though two processes write at the same time', async () => {
    const messages: string[] = []
    for (let count = 0; count < 30; count++) {
      world.deps.clock.advance(1)
      messages.push((await take()).messageId)
    }
    const results = await Promise.all([write(), write()])
    expect(results.reduce((sum, { written }) => sum + written, 0)).toBe(30)
    expect(await waiting()).toEqual([])
    const rows = await query<{ id: string }>('select id from sealpost.messages where id = any ($1)', [messages])
    expect(rows).toHaveLength(30)
    expect(world.queued).toHaveLength(30)
    const entries = await query<{ subject: string }>(
      `select subject_id as subject from sealpost.audit_entries where subject_id = any ($1) and action = 'message.sealed'`,
      [messages],
    )
    expect(entries).toHaveLength(30)
  })

  test('is bounded by copies: what does not fit comes with the next', async () => {
    const many = Array.from({ length: 400 }, () => newPatient())
    for (let count = 0; count < 4; count++) await take(many)
    expect(await write()).toEqual({ written: 2, failed: 0, isFull: true })
    expect(await write()).toEqual({ written: 2, failed: 0, isFull: false })
  })

  test('that was done before the row was removed is not done again', async () => {
    const { messageId } = await take()
    const [row] = await query<Record<string, unknown>>('select * from sealpost.journal where id = $1', [messageId])
    await write()
    const columns = Object.keys(row ?? {})
    await query(
      `insert into sealpost.journal (${columns.join()}) values (${columns.map((_, index) => `$${index + 1}`).join()})`,
      Object.values(row ?? {}),
    )
    world.queued.length = 0
    expect(await write()).toMatchObject({ written: 1, failed: 0 })
    expect(world.queued).toEqual([])
    expect(await waiting()).toEqual([])
    expect((await copiesOf(messageId))[0]?.state).toBe('queued')
  })

  test('of a row that somebody changed fails, holds up no other, is tried again, and is seen', async () => {
    const [good, changed] = [await take(), await take()]
    const facts = `update sealpost.journal set facts = replace(facts, $2, $3) where id = $1`
    await query(facts, [changed.messageId, '"queued"', '"parked"'])
    expect(await write()).toMatchObject({ written: 1, failed: 1 })
    expect((await copiesOf(good.messageId))[0]?.state).toBe('queued')
    expect(await waiting()).toEqual([changed.messageId])
    expect(await write()).toMatchObject({ written: 0, failed: 0 })
    for (let attempt = 2; attempt <= 7; attempt++) {
      world.deps.clock.advance(5 * 60_000)
      expect(await write()).toMatchObject({ written: 0, failed: 1 })
    }
    expect(await query('select attempts, failure from sealpost.journal')).toEqual([
      { attempts: 7, failure: 'transit.damaged' },
    ])
    expect(world.deps.logLines.filter((line) => line.includes('journal.stuck'))).toHaveLength(1)
    const entries = await query('select detail from sealpost.audit_entries where action = $1', ['message.not-written'])
    expect(entries).toEqual([{ detail: { attempts: 6, reason: 'transit.damaged' } }])
    await query(facts, [changed.messageId, '"parked"', '"queued"'])
    world.deps.clock.advance(5 * 60_000)
    expect(await write()).toMatchObject({ written: 1, failed: 0 })
    expect((await copiesOf(changed.messageId))[0]?.state).toBe('queued')
  })

  test('after a restore without the keys leaves the message to its sender, who is told and can make links', async () => {
    const [patient, file, unknown] = [newPatient(), newPatient(), newPatient(null)]
    world.setRoute(file, 'attachment')
    const { messageId } = await take([patient, file, unknown, world.colleague.address])
    await loseKeys(world.deps)
    expect(await write()).toMatchObject({ written: 1, failed: 0 })
    const copies = await copiesOf(messageId)
    const stateOf = (address: string) => copies.find((copy) => copy.address === address)
    expect(stateOf(patient)).toMatchObject({ route: 'portal', state: 'failed' })
    expect(stateOf(file)).toMatchObject({ route: 'portal', state: 'failed' })
    expect(stateOf(unknown)?.state).toBe('parked')
    expect(stateOf(world.colleague.address)?.state).toBe('queued')
    const told = world.queued.filter(({ kind }) => kind === 'sender-notice').map((mail) => paramsOf(mail))
    expect(told.map(({ what, recipientAddress }) => [what, recipientAddress])).toEqual([
      ['not-delivered', patient],
      ['not-delivered', file],
    ])
    expect((await read(messageId)).sealedEnvelope).not.toBeNull()
    expect(world.deps.logLines.some((line) => line.includes('journal.keys-lost'))).toBe(true)
  })

  test('sees the rows of its own organisation only', async () => {
    await take()
    expect(await writeWaiting(world.sealingDeps, stranger)).toEqual({ written: 0, failed: 0, isFull: false })
    expect(await waiting()).toHaveLength(1)
  })
})

describe('a process', () => {
  const emptied = () => until('the journal is empty', async () => ((await waiting()).length === 0 ? true : undefined))

  test('takes up at its start what a dead one has left', async () => {
    const { messageId } = await take()
    const next = new Journal(world.sealingDeps)
    next.start()
    await emptied()
    await next.stop()
    expect((await copiesOf(messageId))[0]?.state).toBe('queued')
  })

  test('looks again and again, and counts what it sees', async () => {
    const next = new Journal(world.sealingDeps, { lookMs: 20 })
    next.start()
    await take()
    world.deps.clock.advance(60_000)
    await emptied()
    await until('an empty journal was seen', async () =>
      (await world.deps.metrics.text()).includes('sealpost_journal_messages{state="waiting"} 0') ? true : undefined,
    )
    await next.stop()
    expect(await world.deps.metrics.text()).toMatch(/sealpost_journal_messages_total\{act="written"\} [1-9]/)
  })

  test('writes what waits before it ends', async () => {
    const ending = crowded()
    const { messageId } = await ending.accept(world.mail(text, [newPatient()]))
    expect(await waiting()).toEqual([messageId])
    await ending.journal.stop()
    expect(await waiting()).toEqual([])
  })

  test('does not wait for the end of a crowd that does not end', async () => {
    const patient = crowded({ maxHoldMs: 50 })
    await patient.accept(world.mail(text, [newPatient()]))
    await emptied()
    await patient.journal.stop()
  })

  test('goes on after the database was away', async () => {
    const { database } = world.deps
    const ending = crowded()
    await ending.accept(world.mail(text, [newPatient()]))
    const away = vi.spyOn(database, 'withOrganisation').mockRejectedValueOnce(new Error('connection refused'))
    await ending.journal.stop()
    expect(away).toHaveBeenCalled()
    away.mockRestore()
    expect(await waiting()).toEqual([])
    expect(world.deps.logLines.some((line) => line.includes('journal.unavailable'))).toBe(true)
  })

  test('gives up when it must end and the database does not come back', async () => {
    const ending = crowded({ maxStopMs: 10 })
    await ending.accept(world.mail(text, [newPatient()]))
    const away = vi.spyOn(world.deps.database, 'withOrganisation').mockRejectedValue(new Error('connection refused'))
    await ending.journal.stop()
    away.mockRestore()
    expect(await waiting()).toHaveLength(1)
  })

  test('lets a crowd through and writes it when it is over', async () => {
    const messages = await Promise.all(
      Array.from({ length: 20 }, () => world.sealing.acceptMail(world.mail(text, [newPatient()]))),
    )
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(20)
    await emptied()
    await sleep(0)
    expect(world.queued.filter(({ kind }) => kind === 'new-message')).toHaveLength(20)
  })
})
