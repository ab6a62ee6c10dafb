import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { errorCode, type Answer, type PortalGuest } from '../../../../test/harness/portal-guest.ts'
import { createPortalWorld, type PortalWorld, type SentMessage } from '../../../../test/harness/portal-world.ts'

let world: PortalWorld
beforeAll(async () => {
  world = await createPortalWorld()
})
afterAll(() => world.close())

const minuteMs = 60_000
let patients = 0
let patient = ''
let sent: SentMessage
let guest: PortalGuest
beforeEach(async () => {
  patients += 1
  patient = `patient${patients}@mail.example`
  await world.setCheck(patient, { check: 'sms', number: `+49151123450${10 + patients}` })
  sent = await world.send(patient)
  guest = await world.visitor(sent.link)
})

const other = (code: string) => String((Number(code) + 1 + randomInt(999_998)) % 1_000_000).padStart(6, '0')
const outcome = ({ status, text }: Answer) => `${status} ${text}`
const noticesToSender = (what: string) =>
  world.mails.filter((mail) => paramsOf(mail)['what'] === what && paramsOf(mail)['recipientAddress'] === patient)
async function guessWrongly(times: number, code = '000000'): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let time = 0; time < times; time++) answers.push(await guest.openWithCode(code))
  return answers
}

describe('a code', () => {
  test('has six digits, is bound to the page’s host and opens the message', async () => {
    const code = await world.code(guest)
    const text = world.texts.at(-1)?.text ?? ''
    expect(text).toMatch(new RegExp(`^${code} [^]*\\n@localhost:8080 #${code}$`))
    expect(text).not.toContain('Befund')
    expect((await guest.openWithCode(code)).status).toBe(200)
  })

  test.each([
    ['Arabic-Indic', 0x660],
    ['Persian', 0x6f0],
    ['Devanagari', 0x966],
    ['full-width', 0xff10],
    ['bold', 0x1d7ce],
  ])('opens the message typed with %s digits, by whatever client', async (_script, zero) => {
    const code = await world.code(guest)
    const typed = [...code].map((digit) => String.fromCodePoint(zero + Number(digit)))
    expect((await guest.openWithCode(`\u200f${typed.slice(0, 3).join('')} ${typed.slice(3).join('')}`)).status).toBe(
      200,
    )
  })

  test('goes to the number that the organisation entered and to no other', async () => {
    await world.code(guest)
    expect(world.texts.at(-1)?.to).toBe(`+49151123450${10 + patients}`)
  })

  test('is stored as a keyed hash: neither the code nor its plain hash is in the database', async () => {
    const code = await world.code(guest)
    const { rows } = await world.parts.database.ownerPool.query<{ hex: string }>(
      `select encode(code_hash, 'hex') as hex from sealpost.portal_codes where copy_id = $1`,
      [sent.copyId],
    )
    const expected = world.parts.transit.keyedHash('portal-code', sent.copyId, code).toString('hex')
    expect(rows).toEqual([{ hex: expected }])
  })

  test('lives ten minutes by the clock', async () => {
    const early = await world.code(guest)
    world.clock.advance(10 * minuteMs - 1)
    expect((await guest.openWithCode(early)).status).toBe(200)
    world.clock.advance(20 * minuteMs)
    const late = await world.code(guest)
    world.clock.advance(10 * minuteMs)
    expect(errorCode(await guest.openWithCode(late))).toBe('portal.code-wrong')
  })

  test('is void after five wrong tries', async () => {
    const code = await world.code(guest)
    await guessWrongly(5, other(code))
    expect(errorCode(await guest.openWithCode(code))).toBe('portal.code-wrong')
  })

  test('still opens after four wrong tries', async () => {
    const code = await world.code(guest)
    await guessWrongly(4, other(code))
    expect((await guest.openWithCode(code)).status).toBe(200)
  })

  test('opens once', async () => {
    const code = await world.code(guest)
    await guest.openWithCode(code)
    expect(errorCode(await guest.openWithCode(code))).toBe('portal.code-wrong')
  })

  test('is replaced by the next one', async () => {
    const first = await world.code(guest)
    const second = await world.code(guest)
    expect(first).not.toBe(second)
    expect(errorCode(await guest.openWithCode(first))).toBe('portal.code-wrong')
    expect((await guest.openWithCode(second)).status).toBe(200)
  })

  test('opens the message it was sent for only, although the recipient is the same', async () => {
    const elsewhere = await world.visitor((await world.send(patient)).link)
    const code = await world.code(guest)
    await world.code(elsewhere)
    expect(errorCode(await elsewhere.openWithCode(code))).toBe('portal.code-wrong')
    expect((await guest.openWithCode(code)).status).toBe(200)
  })

  test('is announced to a page that is opened again', async () => {
    expect((await guest.prove()).body).toMatchObject({ codePending: false })
    const code = await world.code(guest)
    expect((await guest.prove()).body).toMatchObject({ codePending: true })
    expect((await guest.openWithCode(code)).status).toBe(200)
    expect((await guest.prove()).body).toMatchObject({ codePending: false })
  })

  test('goes by mail for the e-mail check, with the code outside the subject’s reach', async () => {
    const address = `mail.${patient}`
    await world.setCheck(address, { check: 'email' })
    const reading = await world.visitor((await world.send(address)).link)
    const code = await world.code(reading)
    expect(world.codeMails.at(-1)).toMatchObject({ to: address, code, language: 'en' })
    expect((await reading.openWithCode(code)).status).toBe(200)
  })
})

describe('sending codes', () => {
  test('stops after three in fifteen minutes for one message and says when to go on', async () => {
    for (let time = 0; time < 3; time++) await world.code(guest)
    const refused = await guest.requestCode()
    expect([refused.status, errorCode(refused)]).toEqual([429, 'portal.too-many-codes'])
    expect(refused.text).toContain('15 minutes')
    world.clock.advance(15 * minuteMs)
    expect(await world.code(guest)).toMatch(/^\d{6}$/)
  })

  test('a refused request neither replaces the live code nor sends anything', async () => {
    await world.code(guest)
    await world.code(guest)
    const live = await world.code(guest)
    const before = world.texts.length
    await guest.requestCode()
    expect(world.texts).toHaveLength(before)
    expect((await guest.openWithCode(live)).status).toBe(200)
  })

  test('stops after ten a day for one recipient, over all messages', async () => {
    const links = [sent.link, (await world.send(patient)).link, (await world.send(patient)).link]
    const guests = await Promise.all(links.map((link) => world.visitor(link)))
    for (const visiting of guests) for (let time = 0; time < 3; time++) await world.code(visiting)
    world.clock.advance(16 * minuteMs)
    await world.code(guest)
    const refused = await guest.requestCode()
    expect([refused.status, errorCode(refused)]).toEqual([429, 'portal.too-many-codes'])
  })

  test('keeps its caps when fifty requests come at once', async () => {
    const before = world.texts.length
    const visitors = await Promise.all(Array.from({ length: 50 }, () => world.visitor(sent.link)))
    const answers = await Promise.all(visitors.map((visiting) => visiting.requestCode()))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(world.texts).toHaveLength(before + 3)
  })

  test('tells how long the code lives and when the next may be asked for', async () => {
    expect((await guest.requestCode()).body).toEqual({ validMinutes: 10, nextAfterSeconds: 30 })
    await guest.requestCode()
    expect((await guest.requestCode()).body).toEqual({ validMinutes: 10, nextAfterSeconds: 15 * 60 })
  })

  test('a code that cannot be sent is not counted and not stored', async () => {
    const page = await world.visitor(sent.link)
    await world.setCheck(patient, { check: 'email' })
    expect(errorCode(await page.requestCode())).toBe('portal.no-number')
    await world.setCheck(patient, { check: 'sms', number: '+4915112345678' })
    for (let time = 0; time < 3; time++) await world.code(page)
  })

  test('is not for recipients who agreed an access code', async () => {
    const address = `code.${patient}`
    await world.setCheck(address, { check: 'access-code', salt: 'A'.repeat(22), accessKey: 'B'.repeat(42) + 'A' })
    const page = await world.visitor((await world.send(address)).link)
    expect(errorCode(await page.requestCode())).toBe('portal.no-code-needed')
  })
})

describe('failures', () => {
  test('have one answer, whatever is wrong', async () => {
    const none = await guest.openWithCode('123456')
    const code = await world.code(guest)
    const wrong = await guest.openWithCode(other(code))
    const opened = await guest.openWithCode(code)
    const used = await guest.openWithCode(code)
    const accessCode = await guest.open({ kind: 'access-code', accessProof: 'A'.repeat(43) })
    const device = await guest.open({ kind: 'trusted-device' })
    expect(opened.status).toBe(200)
    expect(new Set([none, wrong, used, accessCode, device].map(outcome)).size).toBe(1)
    expect(errorCode(none)).toBe('portal.code-wrong')
  })

  test('ten in a row lock the recipient, for every message, and tell the sender once', async () => {
    const answers = await guessWrongly(10)
    expect(answers.slice(0, 9).map(errorCode)).toEqual(Array<string>(9).fill('portal.code-wrong'))
    expect(answers.slice(9).map(errorCode)).toEqual(['portal.locked'])
    await guessWrongly(3)
    expect(noticesToSender('recipient-locked')).toHaveLength(1)
    expect((await guest.prove()).body).toMatchObject({ state: 'locked', sender: { address: 'doctor@praxis.example' } })
    const elsewhere = world.guest((await world.send(patient)).link)
    expect((await elsewhere.prove()).body).toMatchObject({ state: 'locked' })
    expect(errorCode(await guest.requestCode())).toBe('portal.locked')
  })

  test('the right code does not open for a locked recipient; the sender’s unlocking does', async () => {
    const code = await world.code(guest)
    await guessWrongly(10, other(code))
    expect(errorCode(await guest.openWithCode(code))).toBe('portal.locked')
    await world.sealing.unlockCopy(world.practice.member, sent.copyId)
    expect((await guest.openWithCode(await world.code(guest))).status).toBe(200)
  })

  test('are forgotten after a right code', async () => {
    await guessWrongly(9)
    expect((await guest.openWithCode(await world.code(guest))).status).toBe(200)
    expect((await guessWrongly(9)).map(errorCode)).toEqual(Array<string>(9).fill('portal.code-wrong'))
  })

  test('are not forgotten by reloading a page that is already in', async () => {
    const reading = await world.reader(sent.link)
    await guessWrongly(9)
    expect((await reading.open({ kind: 'session' })).status).toBe(200)
    expect((await guessWrongly(1)).map(errorCode)).toEqual(['portal.locked'])
  })

  test('are in the audit log, without the code', async () => {
    await guessWrongly(1, '918273')
    const { rows } = await world.parts.database.ownerPool.query<{ detail: unknown; actor_label: string }>(
      `select detail, actor_label from sealpost.audit_entries where action = 'check.failed' and subject_id = $1`,
      [sent.copyId],
    )
    expect(rows).toEqual([{ detail: { by: 'sms' }, actor_label: patient }])
    expect(world.logLines.join('\n')).not.toContain('918273')
  })
})

describe('fifty guesses at once', () => {
  const fifty = () => Promise.all(Array.from({ length: 50 }, () => world.visitor(sent.link)))

  test('get five tries at a code: after eight wrong ones at once the right one opens nothing', async () => {
    const visitors = (await fifty()).slice(0, 8)
    const code = await world.code(guest)
    await Promise.all(visitors.map((visiting) => visiting.openWithCode(other(code))))
    expect(errorCode(await guest.openWithCode(code))).toBe('portal.code-wrong')
  })

  test('lock the recipient at the tenth, whichever that is, and tell the sender once', async () => {
    const visitors = await fifty()
    const code = await world.code(guest)
    const wrong = visitors.slice(0, 49).map((visiting) => visiting.openWithCode(other(code)))
    const answers = await Promise.all(wrong)
    expect(answers.every(({ status }) => status === 403)).toBe(true)
    expect(errorCode(await guest.openWithCode(code))).toBe('portal.locked')
    const { rows } = await world.parts.database.ownerPool.query(
      `select count(*)::int as judged from sealpost.audit_entries where action = 'check.failed' and subject_id = $1`,
      [sent.copyId],
    )
    expect(rows).toEqual([{ judged: 10 }])
    expect(noticesToSender('recipient-locked')).toHaveLength(1)
  })

  test('at an access code get ten tries', async () => {
    const address = `fifty.${patient}`
    await world.setCheck(address, { check: 'access-code', salt: 'A'.repeat(22), accessKey: `${'C'.repeat(42)}A` })
    const { link, copyId } = await world.send(address)
    const visitors = await Promise.all(Array.from({ length: 50 }, () => world.visitor(link)))
    const guess = (visiting: PortalGuest) => visiting.open({ kind: 'access-code', accessProof: 'D'.repeat(43) })
    const answers = await Promise.all(visitors.map(guess))
    expect(answers.filter((answer) => errorCode(answer) === 'portal.code-wrong')).toHaveLength(9)
    const { rows } = await world.parts.database.ownerPool.query(
      `select count(*)::int as judged from sealpost.audit_entries where action = 'check.failed' and subject_id = $1`,
      [copyId],
    )
    expect(rows).toEqual([{ judged: 10 }])
  })
})
