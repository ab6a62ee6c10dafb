import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startHttpProvider, type HttpProvider } from '../conformance/sms-http-provider.ts'
import { createSearch, needlesOf } from '../harness/canary.ts'
import { GuestClient, linkInMail } from '../harness/guest-client.ts'
import { submit } from '../harness/mail-program.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { signedInClient } from '../harness/smtp-client.ts'
import { until } from '../harness/until.ts'
import { expectApiError, mailTo } from '../harness/whole-journey.ts'

const patient = 'patient@mail.example'
const stranger = 'nobody.knows@mail.example'
const secretWord = `Zwerchfellbefund-Größe-${randomBytes(6).toString('hex')}`
const search = createSearch(needlesOf('body', secretWord))

/** How far the server's clock is ahead of the real one. */
let aheadMs = 0
let sms: HttpProvider
let server: RunningServer
let practice: Practice

beforeEach(async () => {
  aheadMs = 0
  sms = await startHttpProvider()
  server = await startServer({
    clock: { now: () => new Date(Date.now() + aheadMs) },
    settings: { SEALPOST_SMS_URL: `http://127.0.0.1:${sms.port}/`, SEALPOST_LOG_LEVEL: 'error' },
  })
  practice = await seedPractice(server.parts)
  await setSmsCheck(server.parts, practice.organisationId, { address: patient, number: '+4915112345678' })
})
afterEach(async () => {
  await server.close()
  await sms.close()
})

const send = (to: string | string[], text = secretWord) =>
  submit(server, practice, { to, subject: 'Befund', text, html: `<p>${text}</p>` })

/** Whatever left this server, in mails or texts, says nothing of the message. */
function expectNothingInClear(): void {
  const left = [...server.sink.mails.map((mail) => mail.raw), ...sms.requests.map(({ body }) => Buffer.from(body.text))]
  expect(left.flatMap((bytes) => search('what left', bytes))).toEqual([])
}

const mailsTo = (address: string) => server.sink.mails.filter((mail) => mail.to.includes(address))

async function countOf(table: string, where = 'true'): Promise<number> {
  const { rows } = await server.parts.database.ownerPool.query<{ count: number }>(
    `select count(*)::int as count from sealpost.${table} where ${where}`,
  )
  return rows[0]?.count ?? -1
}

async function expectWorksAgain(): Promise<void> {
  const before = mailsTo(patient).length
  expect(await send(patient)).toMatchObject({ accepted: true })
  await until('a notification', () => (mailsTo(patient).length > before ? true : undefined))
}

describe('no silent downgrade', () => {
  test('the search of what left finds a message that did go out in clear', async () => {
    await submit(server, practice, { to: patient, text: 'x' })
    const notification = await mailTo(server.sink, patient)
    const leak = Buffer.concat([notification.raw, Buffer.from(Buffer.from(`..${secretWord}`).toString('base64'))])
    expect(search('decoy', leak)).toHaveLength(1)
    expectNothingInClear()
  })

  test('a dead SMS provider keeps the message shut; no code goes another way', async () => {
    sms.answer = (response) => void response.writeHead(503).end()
    expect(await send(patient)).toMatchObject({ accepted: true })
    const guest = new GuestClient(server.baseUrl, linkInMail((await mailTo(server.sink, patient)).raw))
    await guest.prove()
    await guest.requestCode()
    await until('a refused text', () => sms.requests[0])
    await expectApiError(guest.openTrusted(), 'portal.code-wrong')
    expect((await guest.fetchContent(practice.organisationId)).status).toBe(401)
    expect(mailsTo(patient)).toHaveLength(1)
    expect(await countOf('outgoing_mails', `kind = 'code'`)).toBe(0)
    expectNothingInClear()
  })

  test('a dead smarthost leaves the notification queued, and it leaves when the host is back', async () => {
    server.sink.always('connect', '421 4.3.2 gone')
    expect(await send(patient)).toMatchObject({ accepted: true })
    await until('an attempt', async () =>
      (await countOf('outgoing_mails', 'last_status is not null')) > 0 ? true : undefined,
    )
    expect(await countOf('outgoing_mails', `state = 'queued'`)).toBe(1)
    expect(server.sink.mails).toEqual([])
    server.sink.always('connect', null)
    aheadMs = 3_600_000
    const sweep = server.parts.delivery.jobs.find((job) => job.task === 'delivery.sweep')
    await until('the notification', async () => {
      await sweep?.run({})
      return mailsTo(patient)[0]
    })
    expectNothingInClear()
  })

  test('a recipient without a check, known or not, gets nothing at all; the sender is told', async () => {
    const { accepted, reply } = await send([patient, stranger])
    expect(accepted).toBe(true)
    expect(reply).toContain('1 of 2 recipients still needs a check')
    await mailTo(server.sink, practice.doctor.address)
    await mailTo(server.sink, patient)
    expect(mailsTo(stranger)).toEqual([])
    expect(await countOf('copies', `address = '${stranger}' and state = 'parked' and wrapped_identity is null`)).toBe(1)
    expectNothingInClear()
  })

  test('a database that is gone during DATA means 451, nothing stored, nothing sent', async () => {
    const client = await signedInClient({
      port: server.running.addresses.submissions ?? 0,
      tls: true,
      user: practice.doctor.address,
      password: practice.doctor.appPassword,
    })
    await client.write(`MAIL FROM:<${practice.doctor.address}>\r\nRCPT TO:<${patient}>\r\nDATA\r\n`)
    for (const code of [250, 250, 354]) expect((await client.reply()).code).toBe(code)
    await client.write(`From: <${practice.doctor.address}>\r\nSubject: x\r\n\r\n${secretWord}\r\n`)
    const back = await takeDatabaseAway(server.databaseUrl)
    await client.write('.\r\n')
    const reply = await client.reply(60_000)
    expect(reply.text).toMatch(/^451 4\.3\.0 /m)
    await back()
    client.destroy()
    expect(await countOf('messages')).toBe(0)
    expect(await countOf('outgoing_mails')).toBe(0)
    expectNothingInClear()
    await expectWorksAgain()
  })

  test('a full disk means 452, nothing stored, nothing sent', async () => {
    const makeRoom = fillDisk(server)
    const { accepted, reply } = await send(patient, secretWord.repeat(40_000)).finally(makeRoom)
    expect(accepted).toBe(false)
    expect(reply).toMatch(/^452 4\.3\.1 /)
    expect(await countOf('messages')).toBe(0)
    expect(server.sink.mails).toEqual([])
    await expectWorksAgain()
    expectNothingInClear()
  })

  test('a mail that cannot be sealed because its sender has no mailbox is refused with the reason', async () => {
    await server.parts.database.ownerPool.query('delete from sealpost.mailbox_members')
    const { accepted, reply } = await send(patient)
    expect(accepted).toBe(false)
    expect(reply).toMatch(/^[45]\d\d /)
    expect(server.sink.mails).toEqual([])
  })
})

/** Nobody can reach the database any more, open connections end; the result gives it back. */
async function takeDatabaseAway(url: string): Promise<() => Promise<void>> {
  const maintenance = new URL(url)
  const name = maintenance.pathname.slice(1)
  maintenance.pathname = '/postgres'
  const run = async (...statements: readonly string[]) => {
    const client = new pg.Client({ connectionString: maintenance.href })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  await run(
    `alter database ${name} with allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  )
  return () => run(`alter database ${name} with allow_connections true`)
}

/** As root a real file system of one megabyte over the contents, otherwise the error that one would give. */
function fillDisk({ parts }: RunningServer): () => void {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', parts.config.blobsDir], { stdio: 'ignore' })
    return () => void execFileSync('umount', [parts.config.blobsDir])
  } catch {
    const put = parts.blobs.put.bind(parts.blobs)
    parts.blobs.put = (id, content) =>
      put(id, content).then(() => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })))
    return () => {
      parts.blobs.put = put
    }
  }
}
