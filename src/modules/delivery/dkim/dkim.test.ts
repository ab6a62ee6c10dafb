import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { afterEach, expect, test } from 'vitest'
import { startSmtpSink } from '../../../../test/harness/smtp-sink.ts'
import { createTestDelivery, type TestDelivery } from '../../../../test/harness/test-delivery.ts'

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
  const foreign = '0198c0de-0000-7000-8000-00000000eeee'
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
