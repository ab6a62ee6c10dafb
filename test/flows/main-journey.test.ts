import { createTransport } from 'nodemailer'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unlockMailbox } from '../../src/lib/account-keys/index.ts'
import type { ContentId, MessageId } from '../../src/lib/id/identifiers.ts'
import { decryptBytes } from '../../src/platform/age/index.ts'
import { codeIn, GuestClient, linkInMail } from '../harness/guest-client.ts'
import { newId } from '../harness/identifiers.ts'
import { until } from '../harness/until.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'

let server: RunningServer
let practice: Practice
beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
})
afterAll(() => server.close())

function mailProgram() {
  const { doctor } = practice
  return createTransport({
    host: '127.0.0.1',
    port: server.running.addresses.submission ?? 0,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: doctor.address, pass: doctor.appPassword },
  })
}

test('an ordinary mail is sealed, opened after an SMS code and answered; the doctor reads the answer', async () => {
  await setSmsCheck(server.parts, practice.organisationId, {
    address: 'patient@mail.example',
    number: '+4915112345678',
  })
  await mailProgram().sendMail({
    from: practice.doctor.address,
    to: 'patient@mail.example',
    subject: 'Ihr Befund',
    text: 'Alles in Ordnung, Grüße',
  })
  const notification = await until('notification', () =>
    server.sink.mails.find((mail) => mail.to.includes('patient@mail.example')),
  )
  expect(notification.raw.toString()).not.toContain('Alles in Ordnung')

  const guest = new GuestClient(server.baseUrl, linkInMail(notification.raw))
  expect(await guest.prove()).toMatchObject({
    state: 'check',
    check: 'sms',
    maskedNumber: expect.stringMatching(/^\+49.*\*\*\*\*/),
    sender: { address: practice.doctor.address },
  })
  await guest.requestCode()
  const text = await until('SMS', async () => (await server.parts.sms.readOutbox()).at(0))
  const opened = await guest.openWithCode(codeIn(text.text))
  expect(await guest.read(opened)).toContain('Alles in Ordnung')

  const answered = await guest.answer(opened, 'Subject: Re\r\n\r\nVielen Dank', '019ab000-0000-7000-8000-00000000000a')
  expect(answered.status).toBe(200)
  await until('mail to the doctor', () => server.sink.mails.find((mail) => mail.to.includes(practice.doctor.address)))

  const member = await server.parts.database.withOrganisation(practice.organisationId, async (tx) => {
    const mailboxes = await server.parts.directory.mailboxesOf(tx, practice.doctor.accountId)
    return {
      organisationId: practice.organisationId,
      accountId: practice.doctor.accountId,
      address: practice.doctor.address,
      mailboxIds: mailboxes.map(({ id }) => id),
      sealed: mailboxes[0]?.sealedIdentity,
    }
  })
  const { messages } = await server.parts.sealing.listSent(member, { before: undefined, limit: 10 })
  expect(messages[0]?.copies[0]?.state).toBe('opened')
  const { answers } = await server.parts.sealing.readConversation(member, messages[0]?.id ?? newId<MessageId>())
  expect(answers).toMatchObject([{ fromAddress: 'patient@mail.example', verifiedBy: 'sms' }])
  const mailbox = await unlockMailbox(
    practice.doctor.identity,
    (member.sealed ?? Buffer.alloc(0)).toString('base64url'),
  )
  const content = await buffer(
    await server.parts.sealing.openContent(member, answers[0]?.contentId ?? newId<ContentId>()),
  )
  expect(Buffer.from(decryptBytes(content, [mailbox])).toString()).toContain('Vielen Dank')

  await server.parts.audit.chainAll()
  expect(await server.parts.audit.verify(practice.organisationId)).toMatchObject({ intact: true, waiting: 0 })
})
