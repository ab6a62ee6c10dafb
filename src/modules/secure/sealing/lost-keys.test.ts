import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '../../../../test/harness/identifiers.ts'
import { loseKeys } from '../../../../test/harness/lose-keys.ts'
import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import { encodeBase64Url } from '../../../lib/bytes/index.ts'
import type { CopyId, MessageId } from '../../../lib/id/identifiers.ts'
import { formatLinkSecret, generateLinkSecret } from '../../../lib/split-key/index.ts'
import { shareContext } from './access.ts'

let world: SealingWorld
let patient = ''
let patients = 0
beforeAll(async () => {
  world = await createSealingWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.queued.length = 0
  Object.assign(world.settings, { route: 'portal' })
  patient = `patient${++patients}@mail.example`
  world.setCheck(patient, 'sms')
  world.deps.clock.advance(1000)
})

const mail = 'From: doctor@praxis.example\r\nSubject: Befund\r\n\r\nIhr Befund\r\n'
async function send(): Promise<{ messageId: MessageId; copyId: CopyId }> {
  const { messageId } = await world.sealing.acceptMail(world.mail(mail, [patient]))
  return { messageId, copyId: await copyOf(messageId) }
}
const read = async (messageId: MessageId) => (await world.sealing.readConversation(world.member, messageId)).message
const copyOf = async (messageId: MessageId) => (await read(messageId)).copies[0]?.id ?? newId<CopyId>()
const stateOf = async (messageId: MessageId) => (await read(messageId)).copies[0]?.state
const guestState = (copyId: CopyId) =>
  world.deps.database.withOrganisation(
    world.organisationId,
    async (tx) => (await world.sealing.guest.readCopy(tx, copyId))?.state,
  )
const notified = (copyId: CopyId) =>
  world.deps.database.withOrganisation(world.organisationId, (tx) => world.sealing.notificationSent(tx, { copyId }))
const shareOf = async (copyId: CopyId) => {
  const { rows } = await world.deps.database.ownerPool.query<{ sealed_share: Buffer | null }>(
    'select sealed_share from sealpost.copies where id = $1',
    [copyId],
  )
  return rows[0]?.sealed_share ?? null
}

/** What the sender's browser makes. */
const newLink = (copyId: CopyId) =>
  world.sealing.complete(world.member, {
    copyId,
    linkSecret: formatLinkSecret(generateLinkSecret()),
    serverShare: encodeBase64Url(randomBytes(32)),
    wrappedIdentity: encodeBase64Url(randomBytes(120)),
    accessKeyId: null,
    subject: 'Befund',
  })

describe('after a restore without the keys', () => {
  test('a link says so, its copy needs attention, and a new link from the sender opens it again', async () => {
    const { messageId, copyId } = await send()
    await notified(copyId)
    expect(await guestState(copyId)).toBe('open')
    await loseKeys(world.deps)
    expect(await guestState(copyId)).toBe('lost')
    expect(await world.sealing.findLostAccess()).toBeGreaterThan(0)
    expect(await stateOf(messageId)).toBe('failed')
    expect(await guestState(copyId)).toBe('lost')
    expect(await world.sealing.findLostAccess()).toBe(0)
    await newLink(copyId)
    expect(await guestState(copyId)).toBe('open')
    expect(await stateOf(messageId)).toBe('queued')
  })

  test('a copy that is revoked or gets a new link while keys are looked for is not taken for lost', async () => {
    const [revoked, renewed] = [await send(), await send()]
    for (const { copyId } of [revoked, renewed]) await notified(copyId)
    const { holds } = world.deps.shred
    const meanwhile = vi.spyOn(world.deps.shred, 'holds').mockImplementationOnce(async (sealed) => {
      await world.sealing.revoke(world.member, { messageId: revoked.messageId, scope: 'recipients' })
      await newLink(renewed.copyId)
      return holds(sealed)
    })
    expect(await world.sealing.findLostAccess()).toBe(0)
    meanwhile.mockRestore()
    expect(await stateOf(revoked.messageId)).toBe('revoked')
    expect(await guestState(renewed.copyId)).toBe('open')
  })

  test('a copy whose mail still waits is left to the failure of that mail, which tells the sender', async () => {
    const { messageId, copyId } = await send()
    await loseKeys(world.deps)
    await world.sealing.findLostAccess()
    expect(await stateOf(messageId)).toBe('queued')
    await world.deps.database.withOrganisation(world.organisationId, (tx) =>
      world.sealing.notificationFailed(tx, { copyId, cause: 'other', isReported: false }),
    )
    expect(await stateOf(messageId)).toBe('failed')
    expect(world.queued.map(paramsOf)).toContainEqual(expect.objectContaining({ what: 'not-delivered' }))
  })

  test.each(['attachment', 'direct'] as const)(
    'an order that waits to be packed or sent (%s) is given up, once, and the sender told',
    async (route) => {
      world.settings.route = route
      const { messageId } = await world.sealing.acceptMail(world.mail(mail, [patient]))
      await loseKeys(world.deps)
      const job = world.sealing.jobs.find(({ task }) => task === 'sealing.dispatch')
      const payload = { organisationId: world.organisationId, messageId }
      await job?.run(payload)
      await job?.run(payload)
      await job?.onFinalFailure?.(payload)
      expect(await stateOf(messageId)).toBe('failed')
      expect(world.queued.map(paramsOf)).toEqual([
        expect.objectContaining({ what: 'not-delivered', recipientAddress: patient }),
      ])
    },
  )

  test('a refused mail with encrypted files, whose replacement is lost, leaves the copy to the sender', async () => {
    world.settings.route = 'attachment'
    world.pack = () =>
      Promise.resolve({ kind: 'packed', zip: Buffer.from('z'), pdf: Buffer.from('p'), attachments: 0, notes: [] })
    const { messageId } = await world.sealing.acceptMail(world.mail(mail, [patient]))
    await world.sealing.jobs
      .find(({ task }) => task === 'sealing.dispatch')
      ?.run({ organisationId: world.organisationId, messageId })
    await loseKeys(world.deps)
    world.queued.length = 0
    const copyId = await copyOf(messageId)
    await world.deps.database.withOrganisation(world.organisationId, (tx) =>
      world.sealing.notificationFailed(tx, { copyId, cause: 'attachment-refused', isReported: false }),
    )
    expect(await stateOf(messageId)).toBe('parked')
    expect(world.queued.map(({ kind }) => kind)).toContain('sender-notice')
  })
})

describe('what version 0.1.0 sealed under the transit key alone', () => {
  test('is opened, moved under a key of its own, and ends with that', async () => {
    const { messageId, copyId } = await send()
    const share = randomBytes(32)
    const old = world.deps.transit.seal(share, shareContext(copyId))
    await world.deps.database.ownerPool.query('update sealpost.copies set sealed_share = $1 where id = $2', [
      old,
      copyId,
    ])
    const release = () =>
      world.deps.database.withOrganisation(world.organisationId, (tx) => world.sealing.guest.releaseShare(tx, copyId))
    expect((await release()).serverShare).toEqual(share)
    await world.sealing.jobs.find(({ task }) => task === 'sealing.move-shares')?.run({})
    const moved = (await shareOf(copyId)) ?? Buffer.alloc(0)
    expect(moved[0]).toBe(3)
    expect((await release()).serverShare).toEqual(share)
    await world.sealing.revoke(world.member, { messageId, scope: 'recipients' })
    await expect(world.deps.shred.open(moved, shareContext(copyId))).rejects.toMatchObject({ code: 'shred.gone' })
  })
})

describe('the end of access ends the key of its share', () => {
  const isHeld = async (sealed: Buffer | null) => sealed !== null && world.deps.shred.holds(sealed)

  test('by revoking, for recipients and for everyone', async () => {
    for (const scope of ['recipients', 'everyone'] as const) {
      const { messageId, copyId } = await send()
      const share = await shareOf(copyId)
      expect(await isHeld(share)).toBe(true)
      await world.sealing.revoke(world.member, { messageId, scope })
      expect(await isHeld(share)).toBe(false)
    }
  })

  test('by expiry', async () => {
    const { copyId } = await send()
    const share = await shareOf(copyId)
    world.deps.clock.advance(400 * 24 * 3600_000)
    await world.sealing.expire()
    expect(await isHeld(share)).toBe(false)
  })

  test('by a new link, which has a key of its own', async () => {
    const { copyId } = await send()
    const share = await shareOf(copyId)
    await newLink(copyId)
    expect(await isHeld(share)).toBe(false)
    expect(await isHeld(await shareOf(copyId))).toBe(true)
  })

  test('of one recipient and not of the other', async () => {
    const other = `other-${patient}`
    world.setCheck(other, 'email')
    const { messageId } = await world.sealing.acceptMail(world.mail(mail, [patient, other]))
    const [first, second] = (await read(messageId)).copies.map(({ id }) => id)
    const shares = [await shareOf(first ?? newId<CopyId>()), await shareOf(second ?? newId<CopyId>())]
    await world.sealing.revoke(world.member, { messageId, scope: 'recipients', copyIds: [first ?? newId<CopyId>()] })
    expect([await isHeld(shares[0] ?? null), await isHeld(shares[1] ?? null)]).toEqual([false, true])
  })
})
