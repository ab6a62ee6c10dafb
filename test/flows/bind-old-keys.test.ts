import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSealpost, type Parts } from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { seedPractice, setSmsCheck, type Practice } from '../harness/seed-practice.ts'
import { createTestDatabase, type TestDatabase } from '../harness/test-database.ts'

/** A data folder of version 0.1.0 is one whose rows have no binding and which nothing says was bound. */
const asOldVersionLeftIt = `
  update sealpost.mailboxes set recipient_mac = null;
  update sealpost.credentials set recipient_mac = null;
  update sealpost.messages set mailbox_recipient_mac = null`
const patient = 'patient@mail.example'

let folder = ''
let test0: TestDatabase
let practice: Practice
let parts: Parts
const start = async () => {
  const config = loadConfig({ SEALPOST_DATA_DIR: folder, SEALPOST_DATABASE_URL: test0.url })
  parts = await openSealpost(config, { log: createLog('silent') })
}
const restart = async (change: string, lost: readonly string[] = []) => {
  await parts.database.ownerPool.query(change)
  await parts.close()
  for (const name of lost) await rm(join(folder, name))
  await start()
}
const unbound = async () => {
  const { rows } = await parts.database.ownerPool.query<{ count: number }>(`select (
    (select count(*) from sealpost.mailboxes where recipient_mac is null) +
    (select count(*) from sealpost.credentials where recipient_mac is null) +
    (select count(*) from sealpost.messages where mailbox_recipient_mac is null))::int as count`)
  return rows[0]?.count
}

async function* inOnePiece(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

function send() {
  const { organisationId, doctor } = practice
  return parts.sealing.acceptMail({
    sender: {
      kind: 'account',
      organisationId,
      accountId: doctor.accountId,
      mailboxId: null,
      address: doctor.address,
      writtenAddress: doctor.address,
      displayName: 'Dr. Ada',
    },
    envelopeFrom: doctor.address,
    recipients: [{ address: patient, written: patient, notify: [], orcpt: null }],
    envid: null,
    ret: null,
    receivedLine: 'Received: from test by localhost; Sat, 21 Nov 2026 09:00:00 +0000\r\n',
    content: inOnePiece(`From: ${doctor.address}\r\nTo: ${patient}\r\nSubject: Befund\r\n\r\nAlles gut.\r\n`),
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealpost-update-'))
  test0 = await createTestDatabase()
  await test0.database.close()
  await start()
  practice = await seedPractice(parts)
  await setSmsCheck(parts, practice.organisationId, { address: patient, number: '+4915112345678' })
  await send()
})
afterAll(async () => {
  await parts.close()
  await test0.close()
  await rm(folder, { recursive: true, force: true })
})

describe('an installation of version 0.1.0', () => {
  test('has every stored public key bound at the first start, and goes on sending', async () => {
    const changes = `${asOldVersionLeftIt}; update sealpost.installation set targets_mark = null`
    await restart(changes, ['keys-bound'])
    expect(await unbound()).toBe(0)
    expect(await readdir(folder)).toContain('keys-bound')
    expect(await send()).toMatchObject({ queued: [patient] })
  })

  test('has none bound a second time, whatever was done to the database', async () => {
    await restart(`${asOldVersionLeftIt}; update sealpost.installation set targets_mark = null`)
    expect(await unbound()).toBeGreaterThan(2)
    await expect(send()).rejects.toMatchObject({ code: 'target.not-authentic' })
  })
})
