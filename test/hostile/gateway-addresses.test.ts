import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/platform/log/log.ts'
import { MemberClient } from '../harness/member-client.ts'
import { submit } from '../harness/mail-program.ts'
import { openZip, packageIn } from '../harness/package-opener.ts'
import { seedPractice, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { signedInClient, type SmtpClient } from '../harness/smtp-client.ts'
import type { CaughtMail } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'

let server: RunningServer
let practice: Practice
const logLines: string[] = []
beforeAll(async () => {
  server = await startServer({ log: createLog('debug', { write: (line: string) => void logLines.push(line) }) })
  practice = await seedPractice(server.parts)
  await allow({ route: 'attachment', senderRoutes: ['portal', 'attachment'] })
})
afterAll(() => server.close())

const allow = (changes: object) =>
  server.parts.database.withOrganisation(practice.organisationId, (tx) =>
    server.parts.directory.updateSettings(tx, {
      organisationId: practice.organisationId,
      changes,
      actor: { kind: 'command', label: 'test' },
    }),
  )
const mailsTo = (address: string): CaughtMail[] => server.sink.mails.filter(({ to }) => to.includes(address))
const mailTo = (address: string): Promise<CaughtMail> => until(`mail to ${address}`, () => mailsTo(address)[0])
const texts = () => server.parts.sms.readOutbox()
const headerOf = ({ raw }: CaughtMail) => raw.toString('latin1').split('\r\n\r\n')[0] ?? ''

async function lastPassword(): Promise<string> {
  const member = new MemberClient(server.baseUrl)
  await member.signIn(practice.doctor.address, practice.doctor.password)
  const [message] = await member.sent()
  if (message === undefined) throw new Error('nothing in Sent')
  return member.password(message)
}

/** Sends bytes as they are, to recipients of which some may be refused; gives every reply. */
async function sendRaw(recipients: readonly string[], message: string): Promise<readonly string[]> {
  const { address, appPassword } = practice.doctor
  const port = server.running.addresses.submissions ?? 0
  const client: SmtpClient = await signedInClient({ port, tls: true, user: address, password: appPassword })
  const replies = [(await client.command(`MAIL FROM:<${address}>`)).text]
  for (const recipient of recipients) replies.push((await client.command(`RCPT TO:<${recipient}>`)).text)
  const data = await client.command('DATA')
  replies.push(data.text)
  if (data.code === 354) {
    await client.write(`${message}\r\n.\r\n`)
    replies.push((await client.reply(30_000)).text)
  }
  client.destroy()
  return replies
}

const from = 'From: doctor@praxis.example\r\n'

describe('a phone that somebody tries to slip in', () => {
  test('by the header alone gets no text, and the recipient does not learn it', async () => {
    const recipient = 'header-only@mail.example'
    const to = `To: ${recipient}, "Phone" <+4915112345999@sms.local>\r\nX-Phone: none\r\n`
    expect((await sendRaw([recipient], `${from}${to}\r\nHallo`)).at(-1)).toMatch(/^250/)
    const files = await openZip((await packageIn((await mailTo(recipient)).raw)).zip, await lastPassword())
    expect(files?.get('message.eml')?.toString()).not.toContain('4915112345999')
    expect((await texts()).filter(({ to: number }) => number.includes('4915112345999'))).toEqual([])
  })

  test('as five thousand in the header is taken out in time', async () => {
    const recipient = 'many@mail.example'
    const phones = Array.from({ length: 5000 }, (_, at) => `+49151${String(at).padStart(8, '0')}@sms.local`)
    const to = `To: ${recipient},\r\n ${phones.join(',\r\n ')}\r\n`
    expect((await sendRaw([recipient], `${from}${to}\r\nHallo`)).at(-1)).toMatch(/^250/)
    const files = await openZip((await packageIn((await mailTo(recipient)).raw)).zip, await lastPassword())
    expect(files?.get('message.eml')?.toString()).toMatch(new RegExp(`^To: ${recipient}\\r$`, 'm'))
  })

  test('as the eleventh refuses the whole message', async () => {
    const phones = Array.from({ length: 11 }, (_, at) => `+49151123457${String(at).padStart(2, '0')}@sms.local`)
    const replies = await sendRaw(['eleven@mail.example', ...phones], `${from}\r\nHallo`)
    expect(replies.at(-1)).toMatch(/^550 5\.5\.3 A message may name at most 10 phones/)
    expect(mailsTo('eleven@mail.example')).toEqual([])
  })

  test.each([
    '+4915112345678@sms.local.mail.example.local',
    '+4915112345678@x.sms.local',
    '015112345678@sms.local',
    '+49151\xe2\x80\x8b12345678@sms.local',
    '+49151\v12345678@sms.local',
    '"+4915112345678>\\"@sms.local',
    '+4915112345678%0aRCPT@sms.local',
    `+${'4'.repeat(120)}@sms.local`,
    'sms.local@sms.local',
  ])('as %j is refused', async (phone) => {
    const [, reply] = await sendRaw([phone], `${from}\r\nHallo`)
    expect(reply).toMatch(/^5\d\d 5\.\d\.\d /)
  })

  test('is in no log line in full, whether it was refused or not', () => {
    expect(logLines.length).toBeGreaterThan(10)
    expect(logLines.join('\n')).not.toMatch(/\+49151\d{5}/)
  })
})

describe('a password', () => {
  test.each([
    ['anna.weber@gmail.com', 'AnnaWeber+pass@googlemail.com'],
    ['ben@mail.example', 'BEN+second@MAIL.example'],
  ])('is not mailed to %s as %s; the sender gets it', async (recipient, other) => {
    const outcome = await submit(server, practice, {
      to: recipient,
      subject: 'Befund',
      text: 'Hallo',
      headers: { 'X-Sealpost-Password-To': other },
    })
    expect(outcome.accepted).toBe(true)
    const { raw } = await mailTo(recipient)
    const password = await lastPassword()
    expect(await openZip((await packageIn(raw)).zip, password)).not.toBeNull()
    expect(server.sink.mails.filter((mail) => mail.raw.includes(password))).toEqual([])
  })

  test('for a place that cannot be read refuses the message, rather than go to fewer places', async () => {
    for (const place of ['0151 12345678', 'somebody', 'a@b.local', '+4915112345678,'.repeat(400)]) {
      const headers = { 'X-Sealpost-Password-To': place }
      const outcome = await submit(server, practice, { to: 'place@mail.example', subject: 'x', text: 'x', headers })
      expect(outcome.accepted, place).toBe(false)
      expect(outcome.reply, place).toMatch(/^550 5\.\d\.\d /)
    }
    expect(mailsTo('place@mail.example')).toEqual([])
  })
})

describe('a wish of the sender', () => {
  test('for a route that is not allowed changes nothing', async () => {
    const recipient = 'wish@mail.example'
    const outcome = await submit(server, practice, {
      to: `${recipient}.direct.local`,
      subject: '[direkt] Befund',
      text: 'im Klartext',
      headers: { 'X-Sealpost-Route': 'direct' },
    })
    expect(outcome.accepted).toBe(true)
    const { raw } = await mailTo(recipient)
    expect(raw.toString()).not.toContain('im Klartext')
    expect((await packageIn(raw)).names).toHaveLength(2)
  })

  test('that is none, or two that contradict, is refused', async () => {
    for (const fields of ['X-Sealpost-Route: pigeon\r\n', 'X-Sealpost-Route: portal\r\nX-Sealpost-Route: direct\r\n']) {
      const replies = await sendRaw(['none@mail.example'], `${from}${fields}\r\nHallo`)
      expect(replies.at(-1)).toMatch(/^550 5\.6\.0 X-Sealpost-Route must say portal, attachment or direct/)
    }
  })
})

test('threading fields cannot write into the cover mail', async () => {
  const recipient = 'thread@mail.example'
  const fields = [
    'Message-ID: <a@b>\tBcc: evil@mail.example',
    'In-Reply-To: <"x y"@z> <ok@mail.example> x: y',
    `References: ${Array.from({ length: 3000 }, (_, at) => `<${at}@mail.example>`).join('\r\n ')}`,
    'Subject: =?utf-8?q?x=0D=0ABcc:_evil@mail.example?=',
  ]
  expect((await sendRaw([recipient], `${from}${fields.join('\r\n')}\r\n\r\nHallo`)).at(-1)).toMatch(/^250/)
  const header = headerOf(await mailTo(recipient))
  expect(header).not.toMatch(/^Bcc:/im)
  expect(header.replace(/\r\n[ \t]/g, ' ')).toMatch(/^in-reply-to: <ok@mail\.example>\r?$/im)
  expect(header.length).toBeLessThan(12_000)
  for (const line of header.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  expect(mailsTo('evil@mail.example')).toEqual([])
})
