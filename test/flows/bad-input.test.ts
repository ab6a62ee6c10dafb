import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readConversation } from '../../src/contract/messages.ts'
import type { ContentId } from '../../src/lib/id/identifiers.ts'
import { startHttpProvider, type HttpProvider } from '../conformance/sms-http-provider.ts'
import { GuestClient, linkInMail } from '../harness/guest-client.ts'
import { newId } from '../harness/identifiers.ts'
import { submit } from '../harness/mail-program.ts'
import { MemberClient } from '../harness/member-client.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { connectSmtp, plainToken, signedInClient, type SmtpClient, type SmtpReply } from '../harness/smtp-client.ts'
import { until } from '../harness/until.ts'
import { mailTo } from '../harness/whole-journey.ts'

const actor = { kind: 'command', label: 'test' } as const
const patient = 'patient@mail.example'
let aheadMs = 0
let sms: HttpProvider
let server: RunningServer
let practice: Practice
let member: MemberClient

beforeAll(async () => {
  sms = await startHttpProvider()
  server = await startServer({
    clock: { now: () => new Date(Date.now() + aheadMs) },
    settings: { SEALPOST_LOG_LEVEL: 'error', SEALPOST_SMS_URL: `http://127.0.0.1:${sms.port}/` },
  })
  practice = await seedPractice(server.parts)
  await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: '+4915112345678' })
  member = new MemberClient(server.baseUrl)
  await member.signIn(practice.doctor.address, practice.doctor.password)
})
afterAll(async () => {
  await server.close()
  await sms.close()
})

// Whatever came before: the process is well, and an ordinary mail goes through.
afterEach(async () => {
  const health = await fetch(`${server.baseUrl}/healthz`)
  if (health.status !== 200) throw new Error(`healthz says ${health.status}`)
  const { organisationId } = practice
  const address = `normal.${randomBytes(4).toString('hex')}@mail.example`
  const check = { check: 'email' } as const
  await server.parts.database.withOrganisation(organisationId, (tx) =>
    server.parts.recipients.setCheck(tx, { organisationId, address, check, actor }),
  )
  await submit(server, practice, { to: address, subject: 'x', text: 'x' })
  await mailTo(server.sink, address)
})

const port = () => server.running.addresses.submissions ?? 0

function openClient(): Promise<SmtpClient> {
  const { address, appPassword } = practice.doctor
  return signedInClient({ port: port(), tls: true, user: address, password: appPassword })
}

/** MAIL, RCPT for each, DATA; the replies to them. */
async function begin(client: SmtpClient, recipients: readonly string[], from = practice.doctor.address) {
  const replies: SmtpReply[] = [await client.command(`MAIL FROM:<${from}>`)]
  for (const address of recipients) replies.push(await client.command(`RCPT TO:<${address}>`))
  replies.push(await client.command('DATA'))
  return replies
}

/** Sends raw bytes as one message; the reply behind its final dot. */
async function sendRaw(raw: Buffer, recipients: readonly string[] = [patient]): Promise<SmtpReply> {
  const client = await openClient()
  try {
    await begin(client, recipients)
    await client.write(Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1'))
    await client.write('.\r\n')
    return await client.reply(60_000)
  } finally {
    client.destroy()
  }
}

const header = () => `From: <${practice.doctor.address}>\r\nTo: <${patient}>\r\nSubject: x\r\n`

async function countOf(table: string, where = 'true'): Promise<number> {
  const { rows } = await server.parts.database.ownerPool.query<{ count: number }>(
    `select count(*)::int as count from sealpost.${table} where ${where}`,
  )
  return rows[0]?.count ?? -1
}

/** The newest message as its sender reads it, one byte per character. */
async function newestStored(): Promise<string> {
  const [message] = await member.sent()
  if (message === undefined) throw new Error('nothing in Sent')
  const { contentId } = await member.call(readConversation, undefined, { params: { id: message.id } })
  return member.readContent(contentId ?? newId<ContentId>(), message)
}

async function expectKeptAsSent(raw: Buffer): Promise<void> {
  expect(await sendRaw(raw)).toMatchObject({ code: 250 })
  const stored = await newestStored()
  expect(stored.endsWith(raw.toString('latin1'))).toBe(true)
  // What submission adds and nothing else: RFC 5321 section 4.4, RFC 6409 section 8.
  expect(stored.slice(0, -raw.length)).toMatch(
    /^Received: [^\r\n]+\r\n(?:[ \t][^\r\n]+\r\n)*Date: [^\r\n]+\r\nMessage-ID: <[^\r\n<>]+>\r\n$/,
  )
}

describe('who may send', () => {
  test('a wrong password is refused with 535 and nothing else', async () => {
    const client = await connectSmtp({ port: port(), tls: true })
    await client.reply()
    await client.command('EHLO client.example')
    expect((await client.command(`AUTH PLAIN ${plainToken(practice.doctor.address, 'wrong')}`)).text).toMatch(
      /^535 5\.7\.8 /,
    )
    client.destroy()
  })

  test('a foreign sender is refused in the envelope and in the header, with the address to use', async () => {
    const before = await countOf('messages')
    const client = await openClient()
    const [mail] = await begin(client, [patient], 'chancellor@government.example')
    expect(mail?.code).toBeGreaterThanOrEqual(550)
    expect(mail?.text).toContain(practice.doctor.address)
    client.destroy()
    const raw = Buffer.from(`From: <chancellor@government.example>\r\nSubject: x\r\n\r\nx\r\n`)
    expect((await sendRaw(raw)).text).toMatch(/^55\d 5\.7\.\d .*doctor@praxis\.example/)
    expect(await countOf('messages')).toBe(before)
  })
})

describe('size and shape', () => {
  test('60 MB are refused: at once when announced, at the end when not', async () => {
    const before = await countOf('messages')
    const announced = await openClient()
    expect((await announced.command(`MAIL FROM:<${practice.doctor.address}> SIZE=60000000`)).code).toBe(552)
    announced.destroy()
    const client = await openClient()
    await begin(client, [patient])
    await client.write(`${header()}\r\n`)
    const block = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(12_821))
    for (let sent = 0; sent < 60; sent++) await client.write(block)
    await client.write('.\r\n')
    expect((await client.reply(60_000)).text).toMatch(/^552 5\.3\.4 /)
    client.destroy()
    expect(await countOf('messages')).toBe(before)
  })

  test('a message that is cut off is not kept', async () => {
    const before = await countOf('messages')
    for (const lines of [10, 20_000]) {
      const client = await openClient()
      await begin(client, [patient])
      await client.write(`${header()}\r\n${`${'y'.repeat(70)}\r\n`.repeat(lines)}`)
      client.destroy()
    }
    await until('nothing half is left in the store', async () => {
      const names = await readdir(server.parts.config.blobsDir, { recursive: true })
      return names.some((name) => name.endsWith('.part')) ? undefined : true
    })
    expect(await countOf('messages')).toBe(before)
  })

  test('10,000 MIME parts are kept as they came', { timeout: 120_000 }, async () => {
    const part = (index: number) => `--b\r\nContent-Type: text/plain; name="${index}.txt"\r\n\r\npart ${index}\r\n`
    const parts = Array.from({ length: 10_000 }, (_, index) => part(index)).join('')
    await expectKeptAsSent(
      Buffer.from(`${header()}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`),
    )
  })

  test('a mail without a body, and one without even the empty line', async () => {
    await expectKeptAsSent(Buffer.from(`${header()}\r\n`))
    await expectKeptAsSent(Buffer.from(header()))
  })

  test('GB18030 in header and body, without a word about it, is kept byte for byte', async () => {
    // 中文测试 and a four-byte character, as GB18030 writes them.
    const chinese = Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0xb2, 0xe2, 0xca, 0xd4, 0x81, 0x30, 0x81, 0x30])
    await expectKeptAsSent(
      Buffer.concat([
        Buffer.from(`${header()}X-Note: `),
        chinese,
        Buffer.from('\r\nContent-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'),
        chinese,
        Buffer.from('\r\n'),
      ]),
    )
  })
})

describe('many recipients', () => {
  test(
    '500 are accepted and every one has a copy; the 501st is refused and the others stay',
    { timeout: 120_000 },
    async () => {
      const addresses = Array.from({ length: 501 }, (_, index) => `r${index}@many.example`)
      const client = await openClient()
      const replies = await begin(client, addresses)
      expect(replies.map(({ code }) => code)).toEqual([...Array.from({ length: 501 }, () => 250), 452, 354])
      await client.write(`${header()}\r\nto everybody\r\n.\r\n`)
      expect((await client.reply(60_000)).code).toBe(250)
      client.destroy()
      const { rows } = await server.parts.database.ownerPool.query<{ address: string }>(
        `select address from sealpost.copies where address like '%@many.example'`,
      )
      expect(rows.map(({ address }) => address).toSorted()).toEqual(addresses.slice(0, 500).toSorted())
    },
  )
})

describe('neighbours that are down', () => {
  test('an unreachable SMS provider: the code is asked for without an error and sent when it is back', async () => {
    const nth = server.sink.mails.filter((mail) => mail.to.includes(patient)).length
    sms.answer = (response) => response.destroy()
    expect(await submit(server, practice, { to: patient, text: 'x' })).toMatchObject({ accepted: true })
    const guest = new GuestClient(server.baseUrl, linkInMail((await mailTo(server.sink, patient, nth)).raw))
    await guest.prove()
    await guest.requestCode()
    const tried = await until('an attempt', () => sms.requests.length || undefined)
    sms.answer = undefined
    await until('the text', () => (sms.requests.length > tried && sms.taken.length > 0 ? true : undefined), 60_000)
  })

  test('an unreachable smarthost: the mail is queued and delivered when it is back', async () => {
    server.sink.always('connect', 'drop')
    expect(await submit(server, practice, { to: patient, text: 'x' })).toMatchObject({ accepted: true })
    const tried = `state = 'queued' and last_status is not null`
    await until('an attempt', async () => ((await countOf('outgoing_mails', tried)) > 0 ? true : undefined))
    server.sink.always('connect', null)
    aheadMs += 3_600_000
    const sweep = server.parts.delivery.jobs.find((job) => job.task === 'delivery.sweep')
    await until('an empty queue', async () => {
      await sweep?.run({})
      return (await countOf('outgoing_mails', `state = 'queued'`)) === 0 ? true : undefined
    })
  })
})
