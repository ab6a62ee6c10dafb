import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listInbox } from '../../src/contract/inbox.ts'
import { readContent, readConversation, revokeMessage } from '../../src/contract/messages.ts'
import { makeAccount } from '../../src/lib/account-keys/index.ts'
import type { ContentId } from '../../src/lib/id/identifiers.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { newId } from '../harness/identifiers.ts'
import { MemberClient } from '../harness/member-client.ts'
import { openPdf, openZip, packageIn } from '../harness/package-opener.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { signedInClient } from '../harness/smtp-client.ts'
import type { CaughtMail } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'

const actor = { kind: 'command', label: 'test' } as const
const number = '+4915112345678'
let server: RunningServer
let practice: Practice
let relay: { readonly user: string; readonly password: string }
let patients = 0
let patient = ''
beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
  const { organisationId } = practice
  const { parts } = server
  const changes = { route: 'portal' as const, senderRoutes: ['portal' as const, 'attachment' as const] }
  relay = await parts.database.withOrganisation(organisationId, async (tx) => {
    await parts.directory.updateSettings(tx, { organisationId, changes, actor })
    const made = await parts.identity.createRelay(tx, { organisationId, name: 'own server', actor })
    return { user: made.userName, password: made.password }
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  server.sink.always('rcpt', null)
  patient = `Pat.Ient${++patients}@mail.example`
})

interface HandedIn {
  readonly from?: string
  /** Behind the address of RCPT TO, each with its parameters. */
  readonly to?: readonly string[]
  readonly header?: readonly string[]
  readonly by?: 'doctor' | 'relay'
}

/** Hands a message in as a program would that says exactly this; gives the last reply. */
async function handIn({ from, to, header = [], by = 'doctor' }: HandedIn): Promise<string> {
  const { doctor } = practice
  const who = by === 'relay' ? relay : { user: doctor.address, password: doctor.appPassword }
  const port = server.running.addresses.submissions ?? 0
  const client = await signedInClient({ ...who, port, tls: true })
  const mailFrom = await client.command(`MAIL FROM:<${from ?? doctor.address}>`)
  if (mailFrom.code !== 250) return mailFrom.text
  for (const path of to ?? [`<${patient}>`]) {
    const reply = await client.command(`RCPT TO:${path}`)
    if (reply.code !== 250) return reply.text
  }
  await client.command('DATA')
  const lines = [
    `From: Dr. Ada <${doctor.address}>`,
    `To: ${patient}`,
    'Subject: Abwesend',
    ...header,
    '',
    'Am Montag.',
    '.',
    '',
  ]
  await client.write(lines.join('\r\n'))
  const { text } = await client.reply()
  client.destroy()
  return text
}

const messageIdIn = (reply: string): string => /Accepted as ([0-9a-f-]{36})/.exec(reply)?.[1] ?? reply

async function member(): Promise<MemberClient> {
  const client = new MemberClient(server.baseUrl)
  await client.signIn(practice.doctor.address, practice.doctor.password)
  return client
}

/** How the copies of a message stand in the web app, once all of them stand so. */
async function statesOf(reply: string, wanted: string): Promise<void> {
  const client = await member()
  await until(`copies are ${wanted}`, async () => {
    const message = (await client.sent()).find(({ id }) => id === messageIdIn(reply))
    return message?.copies.every(({ state }) => state === wanted) === true ? true : undefined
  })
}

const mailTo = (address: string): Promise<CaughtMail> =>
  until(`mail to ${address}`, () => server.sink.mails.find(({ to }) => to.includes(address)))

/** Everything that was ever queued for these addresses, sent or not: kind and return path. */
async function queuedFor(...addresses: readonly string[]): Promise<readonly { kind: string; from: string }[]> {
  const { database } = server.parts
  return database.withOrganisation(practice.organisationId, async (tx) => {
    const { rows } = await sql<{ kind: string; from: string; to: string }>`
      select kind, envelope_from as "from", envelope_to as "to" from outgoing_mails order by id`.execute(tx)
    return rows.filter(({ to }) => addresses.some((address) => address.toLowerCase() === to.toLowerCase()))
  })
}
const withCheck = (address = patient) => setSmsCheck(server.parts, practice.organisationId, { address, number })
const refuse = () => server.sink.always('rcpt', '550 5.1.1 nobody here')
const portal = 'X-Sealpost-Route: portal'
const attachment = 'X-Sealpost-Route: attachment'

describe('the return path', () => {
  test.each([
    ['the null sender', { from: '', header: ['Auto-Submitted: auto-replied'] }, ''],
    ['the null sender of an ordinary message', { from: '' }, ''],
    ['an own address in its own case', { from: 'Doctor@Praxis.Example' }, 'Doctor@praxis.example'],
    ['the bounce address of a relay', { by: 'relay', from: 'Bounces+42@praxis.example' }, 'Bounces+42@praxis.example'],
  ] as const)('%s leaves as it came, with the link and with encrypted files', async (_what, given, expected) => {
    for (const route of [portal, attachment]) {
      patient = `Pat.Ient${++patients}@mail.example`
      await withCheck()
      expect(await handIn({ ...given, header: [...('header' in given ? given.header : []), route] })).toMatch(/^250/)
      const mail = await mailTo(patient)
      expect(mail.from).toBe(expected)
      expect(mail.commands.find((line) => line.startsWith('MAIL'))).toContain(`FROM:<${expected}>`)
    }
  })

  test.each([
    ['doctor', 'other@praxis.example'],
    ['doctor', 'doctor@elsewhere.example'],
    ['relay', 'bounces@elsewhere.example'],
    ['relay', 'bounces@sub.praxis.example'],
  ] as const)('of %s may not be %s, which is refused', async (by, from) => {
    expect(await handIn({ by, from })).toMatch(/^550 5\.7\.1 You may send as /)
  })

  test('of a relay gets the reports, the address in From does not', async () => {
    refuse()
    await withCheck()
    const bounces = 'bounces@praxis.example'
    const before = await queuedFor(practice.doctor.address)
    await statesOf(await handIn({ by: 'relay', from: bounces }), 'failed')
    expect(await queuedFor(bounces)).toEqual([{ kind: 'report', from: '', to: bounces }])
    expect(await queuedFor(practice.doctor.address)).toEqual(before)
  })
})

describe('nothing is sent in answer', () => {
  const silent: readonly (readonly [string, HandedIn])[] = [
    ['to the null sender', { from: '' }],
    ['to an absence note', { header: ['Auto-Submitted: auto-replied'] }],
    ['to a list', { header: ['List-Id: <news.praxis.example>'] }],
    ['to bulk mail', { header: ['Precedence: bulk'] }],
    [
      'to a read receipt',
      { header: ['Content-Type: multipart/report; report-type=disposition-notification; boundary=b'] },
    ],
    ['to a program that asks for silence', { header: ['X-Auto-Response-Suppress: All'] }],
  ]

  test.each(silent)('%s: no report, no notice, no mail about a check or a password', async (_what, given) => {
    const { address } = practice.doctor
    const before = await queuedFor(address)
    const parked = await handIn({ ...given, to: [`<new${patient}>`] })
    await statesOf(parked, 'parked')
    await statesOf(await handIn({ ...given, header: [...(given.header ?? []), attachment] }), 'notified')
    refuse()
    await withCheck()
    await statesOf(await handIn(given), 'failed')
    expect(await queuedFor(address)).toEqual(before)
  })

  test('about a recipient with NOTIFY=NEVER, while the others are reported', async () => {
    const { address } = practice.doctor
    const before = (await queuedFor(address)).length
    const [never, failing] = [patient, `other.${patient}`]
    await withCheck(never)
    await withCheck(failing)
    refuse()
    const to = [`<${never}> NOTIFY=NEVER`, `<new.${patient}> NOTIFY=NEVER`]
    const reply = await handIn({ to })
    const client = await member()
    await until('one failed, one parked', async () => {
      const message = (await client.sent()).find(({ id }) => id === messageIdIn(reply))
      const states = message?.copies.map(({ state }) => state).toSorted()
      return states?.join() === 'failed,parked' ? true : undefined
    })
    expect(await queuedFor(address)).toHaveLength(before)

    await statesOf(await handIn({ to: [`<${failing}> NOTIFY=SUCCESS`] }), 'failed')
    expect(await queuedFor(address)).toHaveLength(before)
    await statesOf(await handIn({ to: [`<${failing}> NOTIFY=FAILURE`] }), 'failed')
    expect((await queuedFor(address)).slice(before)).toMatchObject([{ kind: 'report', from: '' }])
  })

  test('but an ordinary message is answered: parked, and reported when it fails', async () => {
    const { address } = practice.doctor
    const before = (await queuedFor(address)).length
    await statesOf(await handIn({ to: [`<new${patient}>`] }), 'parked')
    refuse()
    await withCheck()
    await statesOf(await handIn({ header: ['Auto-Submitted: no'] }), 'failed')
    expect((await queuedFor(address)).slice(before).map(({ kind }) => kind)).toEqual(['message-parked', 'report'])
  })
})

describe('the case of an address', () => {
  test('is kept in RCPT TO, in the To line, in the text and in the web app; the recipient is one', async () => {
    await withCheck()
    const [lower, upper] = [patient.toLowerCase(), patient.toUpperCase().replace('MAIL.EXAMPLE', 'mail.example')]
    const replies = [
      await handIn({ to: [`<${patient.replace('mail.example', 'Mail.Example')}>`] }),
      await handIn({ to: [`<${upper}>`] }),
      await handIn({ to: [`<${lower}>`] }),
    ]
    for (const written of [patient, upper, lower]) {
      const { raw, commands } = await mailTo(written)
      expect(commands).toContain(`RCPT TO:<${written}>`)
      const [head = '', ...body] = raw.toString('latin1').split('\r\n\r\n')
      expect(head).toMatch(new RegExp(`^To: <?${written}>?\\r?$`, 'm'))
      expect(body.join().replaceAll(/=\r\n/g, '')).toContain(written)
    }
    const client = await member()
    const sent = (await client.sent()).filter(({ id }) => replies.map(messageIdIn).includes(id))
    const copies = sent.flatMap((message) => message.copies)
    expect(copies.map(({ address }) => address).toSorted()).toEqual([patient, upper, lower].toSorted())
    expect(new Set(copies.map(({ recipientId }) => recipientId)).size).toBe(1)
  })

  test('and the letters of a domain are those that were written', async () => {
    await withCheck('Info@münchen.example')
    expect(await handIn({ to: ['<Info@xn--mnchen-3ya.example>'] })).toMatch(/^250/)
    const { commands, raw } = await mailTo('Info@xn--mnchen-3ya.example')
    expect(commands).toContain('RCPT TO:<Info@xn--mnchen-3ya.example>')
    expect(raw.toString('latin1').replaceAll(/=\r\n/g, '')).toContain('Info@m=C3=BCnchen.example')
  })
})

describe('what the message says of itself', () => {
  test('Reply-To reaches the recipient, with the link and with encrypted files', async () => {
    const header = 'Reply-To: Sekretariat <Sekretariat@praxis.example>, b@other.example'
    for (const route of [portal, attachment]) {
      patient = `Pat.Ient${++patients}@mail.example`
      await withCheck()
      await handIn({ header: [header, route] })
      const head = (await mailTo(patient)).raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
      expect(head.replaceAll(/\r\n\s+/g, ' ')).toMatch(
        /^Reply-To: Sekretariat <Sekretariat@praxis\.example>, <?b@other\.example>?\r?$/m,
      )
    }
  })

  test('Date and Message-ID are added, the phone is in no field, in message.eml and PDF', async () => {
    const phone = `${number}@sms.local`
    const trace = ['X-Original-To', 'Delivered-To', 'X-Envelope-To', 'Apparently-To'].map((name) => `${name}: ${phone}`)
    const received = `Received: from a by b with ESMTPS id C for <${phone}>; Sun, 29 Nov 2026 03:00:00 +0100`
    await handIn({ to: [`<${patient}>`, `<${phone}>`], header: [received, ...trace, attachment] })
    const { zip, pdf } = await packageIn((await mailTo(patient)).raw)
    const secret = await passwordTexted()
    const original = (await openZip(zip, secret))?.get('message.eml')?.toString() ?? ''
    const [head = ''] = original.split('\r\n\r\n')
    expect(head).toMatch(/^Date: \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000\r?$/m)
    expect(head).toMatch(/^Message-ID: <[0-9a-f-]{36}@praxis\.example>\r?$/m)
    expect(head).toContain('Received: from a by b with ESMTPS id C;')
    expect(original).not.toContain(number.slice(3))
    expect(await openPdf(pdf, secret)).toContain('Datum')
  })
})

const password = /^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$/m
async function passwordTexted(): Promise<string> {
  const text = await until('text with a password', async () =>
    (await server.parts.sms.readOutbox()).find((one) => password.test(one.text)),
  )
  return password.exec(text.text)?.[0] ?? ''
}

describe('a phone named beside the address, where the recipient opens the message by a code', () => {
  const phone = `<${number}@sms.local>`
  const checkOf = async (reply: string) => {
    const message = (await (await member()).sent()).find(({ id }) => id === messageIdIn(reply))
    return message?.copies.map(({ state, check, maskedNumber }) => ({ state, check, maskedNumber }))
  }

  test.each([
    ['by the rule of the organisation', () => ({ to: [`<${patient}>`, phone] })],
    ['by the address', () => ({ to: [`<${patient}.portal.local>`, phone] })],
    ['by the header', () => ({ to: [`<${patient}>`, phone], header: [portal] })],
    ['and the header that names it', () => ({ header: [`X-Sealpost-Password-To: ${number}`] })],
  ])('is their check, %s, and the reply says so', async (_how, given) => {
    const reply = await handIn(given())
    expect(reply).toMatch(/^250 2\.6\.0 Accepted as \S+; the recipient gets codes on the phone you named$/)
    await mailTo(patient)
    await statesOf(reply, 'notified')
    expect(await checkOf(reply)).toEqual([{ state: 'notified', check: 'sms', maskedNumber: '+49151****78' }])
    expect(await handIn(given())).toMatch(/the recipient gets codes on the phone you named$/)
  })

  test.each([
    ['another number', () => [`<${patient}>`, '<+4915112345679@sms.local>'], 'the recipient has another check'],
    ['two recipients', () => [`<${patient}>`, `<x.${patient}>`, phone], 'it must be one phone for one recipient'],
    [
      'two phones',
      () => [`<${patient}>`, phone, '<+4915112345679@sms.local>'],
      'it must be one phone for one recipient',
    ],
  ])('replaces nothing and is nobody’s: %s', async (_what, to, words) => {
    await withCheck()
    const reply = await handIn({ to: to() })
    expect(reply).toContain(`the phone you named was not used, since ${words}`)
    expect((await checkOf(reply))?.find(({ check }) => check !== null)?.maskedNumber).toBe('+49151****78')
  })

  test('of a country without text messages leaves the recipient without a check, and the reply says why', async () => {
    const reply = await handIn({ to: [`<${patient}>`, '<+8613800138000@sms.local>'] })
    expect(reply).toContain('since your organisation does not allow its country; 1 of 1 recipients still needs a check')
    expect(await checkOf(reply)).toEqual([{ state: 'parked', check: null, maskedNumber: null }])
  })
})

describe('somebody who has a mailbox here', () => {
  const colleague = 'Colleague@praxis.example'
  const colleaguePassword = 'copper lantern 77'
  const conversationOf = (client: MemberClient, reply: string) =>
    client.call(readConversation, undefined, { params: { id: messageIdIn(reply) } })
  const colleagueClient = async () => {
    const client = new MemberClient(server.baseUrl)
    await client.signIn(colleague, colleaguePassword)
    return client
  }
  beforeAll(async () => {
    const { parts } = server
    const { organisationId } = practice
    const made = await makeAccount(colleaguePassword, argon2id)
    await parts.database.withOrganisation(organisationId, (tx) =>
      parts.identity.enrolAccount(tx, {
        organisationId,
        address: colleague,
        displayName: 'Colleague',
        isAdmin: false,
        language: 'de',
        actor,
        keys: made.enrolment,
      }),
    )
  })

  test('needs no check to get their own test message, whatever route was meant', async () => {
    for (const header of [[], [attachment]]) {
      const reply = await handIn({ to: [`<${practice.doctor.address}>`], header })
      expect(reply).toMatch(/^250 2\.6\.0 Accepted as \S+$/)
      await statesOf(reply, 'notified')
      const mail = await until('the mail that leads to it', () =>
        server.sink.mails.find(({ raw }) => raw.toString().replaceAll(/=\r\n/g, '').includes(messageIdIn(reply))),
      )
      expect(mail.to).toEqual([practice.doctor.address])
      expect(mail.raw.toString().replaceAll(/=\r\n/g, '')).toContain(`/inbox/${messageIdIn(reply)}`)
    }
  })

  test('opens the message signed in, and sees nothing of the other recipients', async () => {
    await withCheck()
    const reply = await handIn({ to: [`<${colleague}>`, `<${patient}>`] })
    expect(reply).not.toContain('check')
    const client = await colleagueClient()
    const entryOf = async () =>
      (await client.call(listInbox, undefined)).entries.find(({ messageId }) => messageId === messageIdIn(reply))
    expect(await entryOf()).toMatchObject({ from: { address: practice.doctor.address }, isUnread: true })
    const { message, contentId, answers } = await conversationOf(client, reply)
    expect(message.copies.map(({ address }) => address)).toEqual([colleague])
    expect(answers).toEqual([])
    expect(await client.readContent(contentId ?? newId<ContentId>(), message)).toContain('Am Montag.')
    expect(await entryOf()).toMatchObject({ isUnread: false })
    expect((await (await member()).sent()).find(({ id }) => id === message.id)?.copies).toContainEqual(
      expect.objectContaining({ address: colleague, state: 'opened' }),
    )
    await expect(
      client.call(revokeMessage, { scope: 'everyone' }, { params: { id: message.id } }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('cannot open what was sent to others, nor what was revoked', async () => {
    const client = await colleagueClient()
    await withCheck()
    await expect(conversationOf(client, await handIn({}))).rejects.toMatchObject({ status: 404 })
    const reply = await handIn({ to: [`<${colleague}>`] })
    const { contentId } = await conversationOf(client, reply)
    const sender = await member()
    await sender.call(revokeMessage, { scope: 'recipients' }, { params: { id: messageIdIn(reply) } })
    expect(await conversationOf(client, reply)).toMatchObject({
      contentId: null,
      received: { state: 'revoked', sealedEnvelope: null },
    })
    const content = await client.fetch(readContent, undefined, { params: { id: contentId ?? newId<ContentId>() } })
    expect(content.status).toBe(404)
  })
})
