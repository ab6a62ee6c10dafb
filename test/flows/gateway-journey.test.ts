import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { codeIn, GuestClient, linkInMail } from '../harness/guest-client.ts'
import { submit } from '../harness/mail-program.ts'
import { MemberClient } from '../harness/member-client.ts'
import { openPdf, openZip, packageIn } from '../harness/package-opener.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import type { CaughtMail } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'

let server: RunningServer
let practice: Practice
let patients = 0
let patient = ''
beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
  await server.parts.database.withOrganisation(practice.organisationId, (tx) =>
    server.parts.directory.updateSettings(tx, {
      organisationId: practice.organisationId,
      changes: { route: 'attachment', senderRoutes: ['portal', 'attachment', 'direct'] },
      actor: { kind: 'command', label: 'test' },
    }),
  )
})
afterAll(() => server.close())
beforeEach(() => {
  patient = `patient${++patients}@mail.example`
})

const phone = '+4915112345678'
const password = /^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$/m

const mailTo = (address: string, nth = 0): Promise<CaughtMail> =>
  until(`mail ${nth} to ${address}`, () => server.sink.mails.filter(({ to }) => to.includes(address))[nth])

async function passwordTexted(): Promise<string> {
  const before = patient
  const text = await until('text with a password', async () =>
    (await server.parts.sms.readOutbox()).find((one) => password.test(one.text)),
  )
  expect(text.text).not.toContain(before)
  return password.exec(text.text)?.[0] ?? ''
}

async function memberOf(): Promise<MemberClient> {
  const member = new MemberClient(server.baseUrl)
  await member.signIn(practice.doctor.address, practice.doctor.password)
  return member
}

const mail = (change: object = {}) => ({
  to: [patient, `${phone}@sms.local`],
  subject: 'Ihr Befund',
  text: 'Guten Tag, alles ist in Ordnung. Grüße aus der Praxis',
  attachments: [{ filename: 'Röntgen Bild.png', content: Buffer.from('not really an image') }],
  ...change,
})

describe('a mail to somebody with nothing but a mailbox and a phone', () => {
  test('arrives as ZIP and PDF that the password from the text message opens, and nothing else does', async () => {
    expect(await submit(server, practice, mail())).toMatchObject({ accepted: true })
    const caught = await mailTo(patient)
    const { zip, pdf, names, text } = await packageIn(caught.raw)
    const secret = await passwordTexted()
    expect(names).toEqual(['nachricht.zip', 'nachricht.pdf'])
    expect(caught.raw.toString('latin1')).not.toContain(secret)
    expect(text).not.toContain('alles ist in Ordnung')

    const files = await openZip(zip, secret)
    expect([...(files?.keys() ?? [])].toSorted()).toEqual(['Röntgen Bild.png', 'message.eml'])
    const original = files?.get('message.eml')?.toString() ?? ''
    expect(original).toContain('Subject: Ihr Befund')
    expect(original).not.toContain('sms.local')
    expect(files?.get('Röntgen Bild.png')?.toString()).toBe('not really an image')
    expect(await openPdf(pdf, secret)).toContain('alles ist in Ordnung')
    for (const wrong of ['', 'aaaa-aaaa-aaaa-aaaa', secret.replaceAll('-', ''), secret.toUpperCase()]) {
      expect(await openZip(zip, wrong)).toBeNull()
      expect(await openPdf(pdf, wrong)).toBeNull()
    }
  })

  test('keeps the thread: message-id and references of the original, an answer goes to the sender', async () => {
    const threading = {
      messageId: '<m1@praxis.example>',
      inReplyTo: '<m0@mail.example>',
      references: '<m0@mail.example>',
    }
    await submit(server, practice, mail(threading))
    const header = (await mailTo(patient)).raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
    expect(header).toMatch(/^message-id: <m1@praxis\.example>\r?$/im)
    expect(header).toMatch(/^in-reply-to: <m0@mail\.example>\r?$/im)
    expect(header).toMatch(/^references: <m0@mail\.example>\r?$/im)
    expect(header).toMatch(new RegExp(`^reply-to: .*${practice.doctor.address}`, 'im'))
  })

  test('opens in the portal too, by a code to the phone that was named', async () => {
    await submit(server, practice, mail())
    const guest = new GuestClient(server.baseUrl, linkInMail((await mailTo(patient)).raw))
    expect(await guest.prove()).toMatchObject({ state: 'check', check: 'sms' })
    await guest.requestCode()
    const text = await until('SMS', async () =>
      (await server.parts.sms.readOutbox()).find((one) => /^\d{6}/.test(one.text)),
    )
    const opened = await guest.openWithCode(codeIn(text.text))
    expect(await guest.read(opened)).toContain('alles ist in Ordnung')
    const answer = await guest.answer(opened, 'Subject: Re\r\n\r\nDanke', '019ab000-0000-7000-8000-00000000000a')
    expect(answer.status).toBe(200)
  })
})

describe('a mail without a phone', () => {
  test('has its password in the sender’s sealed inbox; the portal link asks for the same one', async () => {
    await submit(server, practice, mail({ to: patient }))
    const caught = await mailTo(patient)
    const member = await memberOf()
    const [message] = await member.sent()
    if (message === undefined) throw new Error('nothing in Sent')
    const secret = await member.password(message)
    const { zip, pdf } = await packageIn(caught.raw)
    expect((await openZip(zip, secret))?.has('message.eml')).toBe(true)
    expect(await openPdf(pdf, secret)).toContain('alles ist in Ordnung')

    const guest = new GuestClient(server.baseUrl, linkInMail(caught.raw))
    const view = await guest.prove()
    if (view.state !== 'check') throw new Error('the link is closed')
    expect(view.check).toBe('access-code')
    const { opened, accessKey } = await guest.openWithAccessCode(view, secret)
    expect(await guest.read(opened, accessKey)).toContain('alles ist in Ordnung')
    expect(JSON.stringify(server.sink.mails.map(({ raw }) => raw.toString('latin1')))).not.toContain(secret)
  })
})

describe('the sender chooses', () => {
  test.each([
    ['a subject tag', { subject: '[portal] Ihr Befund' }],
    ['a header field', { headers: { 'X-Sealpost-Route': 'portal' } }],
  ])('the portal by %s', async (_by, change) => {
    await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: phone })
    await submit(server, practice, mail({ to: patient, ...change }))
    await expect(packageIn((await mailTo(patient)).raw)).rejects.toThrow('no application/zip')
  })

  test('the portal by an address suffix', async () => {
    await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: phone })
    await submit(server, practice, mail({ to: `${patient}.portal.local` }))
    await expect(packageIn((await mailTo(patient)).raw)).rejects.toThrow('no application/zip')
  })

  test('direct, which a smarthost cannot prove: it takes the portal and the sender hears of it', async () => {
    await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: phone })
    const before = server.sink.mails.filter(({ to }) => to.includes(practice.doctor.address)).length
    await submit(server, practice, mail({ to: patient, subject: '[direkt] Ihr Befund' }))
    const caught = await mailTo(patient)
    expect(caught.raw.toString()).not.toContain('alles ist in Ordnung')
    expect(linkInMail(caught.raw).token).not.toBe('')
    await mailTo(practice.doctor.address, before)
  })
})

describe('what a filter refuses', () => {
  test('goes out again through the portal, with the same link, and the sender is told', async () => {
    server.sink.script(
      'content',
      '552 5.7.0 This message was blocked because its content presents a potential security issue',
    )
    const before = server.sink.mails.filter(({ to }) => to.includes(practice.doctor.address)).length
    await submit(server, practice, mail())
    const caught = await mailTo(patient)
    await expect(packageIn(caught.raw)).rejects.toThrow('no application/zip')
    const notice = await mailTo(practice.doctor.address, before)
    expect(notice.raw.toString()).toContain(patient)
    const member = await memberOf()
    const sent = (await member.sent()).find(({ copies }) => copies.some(({ address }) => address === patient))
    expect(sent?.copies).toMatchObject([{ route: 'portal', routeRule: 'attachment-refused' }])
  })
})

describe('what cannot work is refused with a reason', () => {
  test.each([
    ['a number in national form', ['0170 5555555@sms.local'], '+49'],
    ['a phone without a recipient', [], 'mail address'],
  ])('%s', async (_what, phones, reason) => {
    const to =
      phones.length === 0
        ? [`${phone}@sms.local`]
        : [patient, ...phones.map((one) => `"${one.split('@')[0]}"@sms.local`)]
    const answer = await submit(server, practice, mail({ to }))
    expect(answer.accepted).toBe(false)
    expect(answer.reply).toMatch(/^5\d\d 5\./)
    expect(answer.reply).toContain(reason)
    expect(server.sink.mails.some(({ to: sent }) => sent.includes(patient))).toBe(false)
  })
})
