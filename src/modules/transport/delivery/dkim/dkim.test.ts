import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { afterEach, describe, expect, test } from 'vitest'
import { idOf } from '../../../../../test/harness/identifiers.ts'
import { startSmtpSink } from '../../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, type TestDelivery } from '../../../../../test/harness/test-delivery.ts'
import type { OrganisationId } from '../../../../lib/id/identifiers.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part.close()
})

async function world() {
  const sink = await startSmtpSink()
  const made = await createTestDelivery({ settings: { SEALPOST_SMARTHOST: `smtp://127.0.0.1:${sink.port}` } })
  open.push(sink, made)
  return { sink, world: made }
}

const ensure = (made: TestDelivery, domain: string) =>
  made.deps.database.withOrganisation(made.organisationId, (tx) =>
    made.delivery.ensureDkimKeys(tx, { organisationId: made.organisationId, domain }),
  )

const small = 'From: "A, B" <a@clinic.test>\nTo: <b@example.test>\nSubject: folded\n  subject\n\n.dot\nbare\rcr  \n\n\n'

test.each([
  ['a mail', small],
  ['a large mail', `${small}${'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVph  \n.\n'.repeat(50_000)}`],
])('both signatures of %s that left verify with the published records', async (_title, text) => {
  const { sink, world: made } = await world()
  const records = await ensure(made, 'Clinic.test')
  expect(new Set(records.map(({ value }) => /k=(\w+)/.exec(value)?.[1]))).toEqual(new Set(['ed25519', 'rsa']))
  const raw = Buffer.from(text)
  await made.queue({ compose: { raw } })
  await made.sweep()
  const result = await dkimVerify(sink.mails[0]?.raw ?? Buffer.alloc(0), {
    curTime: made.deps.clock.now(),
    resolver: (name: string) =>
      Promise.resolve(records.filter((record) => record.name === name).map((record) => [record.value])),
  })
  expect(result.results.map(({ status, signingDomain, algo }) => [status.result, signingDomain, algo])).toEqual(
    expect.arrayContaining([
      ['pass', 'clinic.test', 'rsa-sha256'],
      ['pass', 'clinic.test', 'ed25519-sha256'],
    ]),
  )
  expect(result.results).toHaveLength(2)
})

type Records = Awaited<ReturnType<typeof ensure>>
const verify = async (mail: Buffer, records: Records, curTime: Date) => {
  const { results } = await dkimVerify(mail, {
    curTime,
    resolver: (name: string) =>
      Promise.resolve(records.filter((record) => record.name === name).map((record) => [record.value])),
  })
  return results.map(({ status }) => status.result)
}
const leave = async (text: string) => {
  const { sink, world: made } = await world()
  const records = await ensure(made, 'clinic.test')
  await made.queue({ compose: { raw: Buffer.from(text) } })
  await made.sweep()
  const mail = sink.mails[0]?.raw ?? Buffer.alloc(0)
  return { mail, check: (changed: Buffer) => verify(changed, records, made.deps.clock.now()) }
}

/** Under which a mail program shows, or answers, something else than what was signed. */
const additions = [
  'From: Somebody else <other@clinic.test>',
  'Reply-To: thief@evil.test',
  'To: <victim@example.test>',
  'Cc: <victim@example.test>',
  'Subject: Pay at once',
  'Date: Mon, 01 Jan 2035 00:00:00 +0000',
  'Message-ID: <other@clinic.test>',
  'MIME-Version: 1.0',
  'Content-Type: text/html',
  'Content-Transfer-Encoding: base64',
]
const complete =
  'From: <a@clinic.test>\nReply-To: <a@clinic.test>\nTo: <b@example.test>\nCc: <c@example.test>\nSubject: Befund\n' +
  'Date: Sat, 21 Nov 2026 09:00:00 +0000\nMessage-ID: <1@clinic.test>\nMIME-Version: 1.0\n' +
  'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nSender: <a@clinic.test>\n\nText\n'
const bare = 'From: <a@clinic.test>\nX-Other: 1\n\nText\n'

describe.each([
  ['that has them all', complete],
  ['that has none of them but From', bare],
])('a field that is added to a mail %s', (_which, text) => {
  test('breaks both signatures, in front of them and at the end of the header', async () => {
    const { mail, check } = await leave(text)
    expect(await check(mail)).toEqual(['pass', 'pass'])
    const end = mail.indexOf('\r\n\r\n')
    for (const field of additions) {
      const inFront = Buffer.concat([Buffer.from(`${field}\r\n`), mail])
      const atEnd = Buffer.concat([mail.subarray(0, end), Buffer.from(`\r\n${field}`), mail.subarray(end)])
      for (const changed of [inFront, atEnd]) expect([field, await check(changed)]).toEqual([field, ['fail', 'fail']])
    }
  })

  test('breaks nothing when it decides nothing', async () => {
    const { mail, check } = await leave(text)
    const trace = Buffer.from('Received: from a by b; Sat, 21 Nov 2026 09:00:00 +0000\r\n')
    expect(await check(Buffer.concat([trace, mail]))).toEqual(['pass', 'pass'])
  })
})

test('a second sender breaks the signature where there is one; a list may add it where there is none', async () => {
  const added = Buffer.from('Sender: <list@lists.test>\r\n')
  const one = await leave(complete)
  expect(await one.check(Buffer.concat([added, one.mail]))).toEqual(['fail', 'fail'])
  const none = await leave(bare)
  expect(await none.check(Buffer.concat([added, none.mail]))).toEqual(['pass', 'pass'])
})

test.each([
  ['without a body', 'From: <a@clinic.test>\n\n'],
  ['of empty lines alone', 'From: <a@clinic.test>\n\n\n\n\n'],
  ['with blanks everywhere', 'From \t:  <a@clinic.test>  \nSubject:\n \t Befund  \n\n \t \n a \t b\t\n\t\n\nend'],
  ['with two fields of a kind', 'From: <a@clinic.test>\nTo: <b@example.test>\nTo: <c@example.test>\n\nx\n'],
  ['with bytes above ASCII', 'From: <a@clinic.test>\nSubject: Grüße\n\nGrüße\u00a0und 漢字\n'],
])('a mail %s is signed so that another program verifies it', async (_which, text) => {
  const { mail, check } = await leave(text)
  expect(await check(mail)).toEqual(['pass', 'pass'])
})

test('keys are made once, and readable again as records', async () => {
  const { world: made } = await world()
  const first = await ensure(made, 'clinic.test')
  expect(await ensure(made, 'clinic.test')).toHaveLength(2)
  const again = await made.deps.database.withOrganisation(made.organisationId, (tx) =>
    made.delivery.dkimRecords(tx, 'clinic.test'),
  )
  expect(again.map(({ name }) => name).toSorted()).toEqual(first.map(({ name }) => name).toSorted())
  expect(again.every(({ name }) => name.endsWith('._domainkey.clinic.test'))).toBe(true)
})

test('a mail of a domain without keys leaves unsigned', async () => {
  const { sink, world: made } = await world()
  await ensure(made, 'other.test')
  await made.queue({})
  await made.sweep()
  expect(sink.mails[0]?.raw.toString()).not.toContain('DKIM-Signature')
})

test('another organisation sees and uses no foreign key', async () => {
  const { world: made } = await world()
  await ensure(made, 'clinic.test')
  const foreign = idOf<OrganisationId>('0198c0de-0000-7000-8000-00000000eeee')
  const seen = await made.deps.database.withOrganisation(foreign, (tx) => made.delivery.dkimRecords(tx, 'clinic.test'))
  expect(seen).toEqual([])
})

test('a private key cannot be read in the database', async () => {
  const { world: made } = await world()
  await ensure(made, 'clinic.test')
  const { rows } = await made.deps.database.ownerPool.query<{ key: Buffer }>(
    'select sealed_private_key as key from sealpost.dkim_keys',
  )
  expect(rows).toHaveLength(2)
  for (const { key } of rows) expect(key.toString('latin1')).not.toContain('PRIVATE KEY')
})
