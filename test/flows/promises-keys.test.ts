import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openMessage } from '../../src/contract/portal.ts'
import { revokeMessage } from '../../src/contract/messages.ts'
import { encodeBase64Url } from '../../src/lib/bytes/index.ts'
import { stretchAccessCode } from '../../src/lib/split-key/index.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { codeIn, GuestClient, linkInMail, type PortalLink } from '../harness/guest-client.ts'
import { recordContexts, stealAll, tryEverything, type Loot } from '../harness/key-thief.ts'
import { submit } from '../harness/mail-program.ts'
import { MemberClient } from '../harness/member-client.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'
import { expectApiError, mailTo } from '../harness/whole-journey.ts'

const actor = { kind: 'command', label: 'test' } as const
const dayMs = 24 * 3_600_000
const bySms = 'sms@mail.example'
const byAccessCode = 'code@mail.example'
const accessCode = 'Blaukraut bleibt'
const bodyWord = 'Zwerchfellbefund'

let aheadMs = 0
let server: RunningServer
let practice: Practice
let contexts: ReadonlySet<string>
let links: Readonly<Record<string, PortalLink>>

beforeEach(async () => {
  aheadMs = 0
  server = await startServer({
    clock: { now: () => new Date(Date.now() + aheadMs) },
    settings: { SEALPOST_LOG_LEVEL: 'error' },
  })
  contexts = recordContexts(server.parts)
  practice = await seedPractice(server.parts)
  const { organisationId } = practice
  await setSmsCheck(server.parts, organisationId, { address: bySms, number: '+4915112345678' })
  const salt = randomBytes(16)
  const accessKey = encodeBase64Url(await stretchAccessCode(argon2id, accessCode, salt))
  const check = { check: 'access-code', salt: encodeBase64Url(salt), accessKey } as const
  await server.parts.database.withOrganisation(organisationId, (tx) =>
    server.parts.recipients.setCheck(tx, { organisationId, address: byAccessCode, check, actor }),
  )
  const attachments = [{ filename: 'a.bin', content: randomBytes(200_000) }]
  for (const mail of [{ text: bodyWord }, { text: bodyWord, attachments }])
    await submit(server, practice, { to: [bySms, byAccessCode], subject: 'x', ...mail })
  for (const address of [bySms, byAccessCode]) await mailTo(server.sink, address, 1)
  links = Object.fromEntries(server.sink.mails.map((mail, index) => [`${mail.to[0]} ${index}`, linkInMail(mail.raw)]))
  await until('the notifications are recorded as sent', async () => {
    const { rows } = await server.parts.database.ownerPool.query(
      `select from sealpost.outgoing_mails where state = 'queued'`,
    )
    return rows.length === 0 ? true : undefined
  })
})
afterEach(() => server.close())

const linkTo = (address: string) =>
  Object.entries(links).find(([name]) => name.startsWith(address))?.[1] ?? { token: '', secret: '' }
const allLinks = () => Object.values(links).map(({ token, secret }) => `${server.baseUrl}/o/${token}#${secret}`)
const opened = (loot: Loot) => new Set(tryEverything(loot, contexts).filter((text) => text.includes(bodyWord))).size

async function row<Row extends object>(query: string): Promise<Row | undefined> {
  return (await server.parts.database.ownerPool.query<Row>(query)).rows[0]
}

/** Everything of a copy that could give access. */
const accessOfCopies = () =>
  row<{ shares: number; wraps: number; proofs: number; salts: number }>(`
    select count(sealed_share)::int as shares, count(wrapped_identity)::int as wraps,
      count(sealed_access_proof)::int as proofs, count(access_salt)::int as salts from sealpost.copies`)

describe('mail alone, database alone, SMS alone opens nothing', () => {
  test('the mails alone: the links show nothing without the check, and lock nobody out', async () => {
    const guest = new GuestClient(server.baseUrl, linkTo(bySms))
    expect(await guest.prove()).toMatchObject({ state: 'check' })
    await expectApiError(guest.openTrusted(), 'portal.code-wrong')
    await expectApiError(
      guest.call(openMessage, { proof: { kind: 'session' }, trustDevice: false }),
      'portal.code-wrong',
    )
    await expectApiError(guest.openWithCode('123456'), 'portal.code-wrong')
    const { id } = (await row<{ id: string }>('select content_id as id from sealpost.messages')) ?? { id: '' }
    expect((await guest.fetchContent(id)).status).toBe(401)
    const loot: Loot = { bytes: [], texts: [], files: [], ids: [], transit: null, keys: new Map(), also: allLinks() }
    expect(opened(loot)).toBe(0)
  })

  test('the database alone, with every content; and even with every mail', async () => {
    expect(opened(await stealAll(server.parts, { secret: false }))).toBe(0)
    expect(opened(await stealAll(server.parts, { secret: false, also: allLinks() }))).toBe(0)
    // The same loot with the server's secret opens both: what it lacked was that, and the search knows how.
    expect(opened(await stealAll(server.parts, { secret: true, also: allLinks() }))).toBe(2)
  })

  test('the text message alone: a code is worth nothing without the link it was sent for', async () => {
    const recipient = new GuestClient(server.baseUrl, linkTo(bySms))
    await recipient.prove()
    await recipient.requestCode()
    const text = await until('text', async () => (await server.parts.sms.readOutbox())[0]?.text)
    const stranger = new GuestClient(server.baseUrl, { token: 'A'.repeat(22), secret: linkTo(bySms).secret })
    await expectApiError(stranger.prove(), 'portal.link-unknown')
    await expectApiError(stranger.openWithCode(codeIn(text)), 'portal.session-ended')
    const neighbour = new GuestClient(server.baseUrl, linkTo(byAccessCode))
    await neighbour.prove()
    await expectApiError(neighbour.openWithCode(codeIn(text)), 'portal.code-wrong')
    expect(await recipient.read(await recipient.openWithCode(codeIn(text)))).toContain(bodyWord)
  })
})

// A copy of the database that was made earlier still holds what it held: backups have to end as well.
describe('revoking and expiring destroy key shares', () => {
  async function signedIn(): Promise<MemberClient> {
    const member = new MemberClient(server.baseUrl)
    await member.signIn(practice.doctor.address, practice.doctor.password)
    return member
  }

  /** Everybody's part together: link, access code, the server's secret and all that it stores now. */
  const everything = () => stealAll(server.parts, { secret: true, also: [...allLinks(), accessCode] })

  test('revoked for the recipients: no share, wrap or proof is left in any row; the sender still reads', async () => {
    expect(await accessOfCopies()).toMatchObject({ shares: 4, wraps: 4, proofs: 2, salts: 2 })
    const member = await signedIn()
    for (const { id } of await member.sent())
      await member.call(revokeMessage, { scope: 'recipients' }, { params: { id } })
    expect(await accessOfCopies()).toEqual({ shares: 0, wraps: 0, proofs: 0, salts: 0 })
    expect(opened(await everything())).toBe(0)
    expect(await new GuestClient(server.baseUrl, linkTo(bySms)).prove()).toMatchObject({ state: 'revoked' })
    const all = await everything()
    expect(opened({ ...all, also: [practice.doctor.identity] })).toBe(2)
  })

  test('revoked for everyone: the contents and the sender’s own key are gone as well', async () => {
    const member = await signedIn()
    for (const { id } of await member.sent())
      await member.call(revokeMessage, { scope: 'everyone' }, { params: { id } })
    const left = await everything()
    expect(left.files).toEqual([])
    expect(await row('select 1 from sealpost.small_contents')).toBeUndefined()
    expect(await row('select 1 from sealpost.messages where sealed_envelope is not null')).toBeUndefined()
    expect(opened({ ...left, also: [...left.also, practice.doctor.identity] })).toBe(0)
  })

  test('expired: refused from that second on by the clock, and destroyed by the next sweep', async () => {
    aheadMs = 31 * dayMs
    const guest = new GuestClient(server.baseUrl, linkTo(bySms))
    expect(await guest.prove()).toMatchObject({ state: 'expired' })
    await server.parts.sealing.expire()
    expect(await accessOfCopies()).toEqual({ shares: 0, wraps: 0, proofs: 0, salts: 0 })
    expect(opened(await everything())).toBe(0)
  })

  test('opened before, revoked since: the page’s session gets neither share nor content any more', async () => {
    const guest = new GuestClient(server.baseUrl, linkTo(bySms))
    await guest.prove()
    await guest.requestCode()
    const text = await until('text', async () => (await server.parts.sms.readOutbox())[0]?.text)
    const message = await guest.openWithCode(codeIn(text), true)
    const member = await signedIn()
    for (const { id } of await member.sent())
      await member.call(revokeMessage, { scope: 'recipients' }, { params: { id } })
    await expectApiError(guest.openTrusted(), 'portal.closed')
    await expectApiError(guest.call(openMessage, { proof: { kind: 'session' }, trustDevice: false }), 'portal.closed')
    expect((await guest.fetchContent(message.contentId)).status).toBe(410)
  })
})
