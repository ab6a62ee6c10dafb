import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDeps, type TestDeps } from '../../../../test/harness/test-deps.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { allSettings, settingNames, type SettingsChanges } from '../../../lib/settings/index.ts'
import { createAudit } from '../audit/index.ts'
import { createDirectory, type Directory } from './index.ts'
import { readDecided } from './read-decided.ts'

const actor = { kind: 'command' } as const
let deps: TestDeps
let directory: Directory
let counter = 0
let id: OrganisationId

beforeAll(async () => {
  deps = await createTestDeps()
  directory = createDirectory({
    ...deps,
    dns: { txt: async () => [] },
    audit: createAudit(deps),
    authenticate: () => Promise.reject(new Error('nobody signs in here')),
  })
})
afterAll(() => deps.close())
beforeEach(async () => {
  const made = await directory.createOrganisation({ name: `Praxis ${++counter}`, actor })
  id = made.id
})

const settings = () => deps.database.withOrganisation(id, (tx) => directory.getSettings(tx, id))
const change = (changes: SettingsChanges) =>
  deps.database.withOrganisation(id, (tx) => directory.updateSettings(tx, { organisationId: id, changes, actor }))
async function stored(): Promise<unknown> {
  const { rows } = await deps.database.ownerPool.query<{ decided: unknown }>(
    'select decided from sealpost.organisation_settings where organisation_id = $1',
    [id],
  )
  return rows[0]?.decided
}
const store = (decided: object) =>
  deps.database.ownerPool.query('update sealpost.organisation_settings set decided = $2 where organisation_id = $1', [
    id,
    decided,
  ])

describe('what an organisation decided', () => {
  test('is stored, and nothing else, so that the rest follows the defaults', async () => {
    expect(await stored()).toEqual({})
    await change({ expiryDays: 14 })
    expect(await stored()).toEqual({ expiryDays: 14 })
    await change({ maxExpiryDays: 365 })
    expect(await stored()).toEqual({ expiryDays: 14, maxExpiryDays: 365 })
  })

  test('about a setting that is no more is left alone and disturbs nobody', async () => {
    await store({ colour: 'red', hideSubject: true, constructor: 1 })
    expect(await settings()).toMatchObject({ hideSubject: true, expiryDays: 30 })
    expect(Object.keys(await settings()).toSorted()).toEqual([...settingNames, 'language'].toSorted())
    await change({ hideSubject: false })
    expect(await stored()).toEqual({ colour: 'red', hideSubject: false, constructor: 1 })
  })

  test.each([{ hideSubject: 'yes' }, { expiryDays: 0 }, { route: 'fax' }, { timeZone: null }, { smsCountries: {} }])(
    'and its setting does not take any more is not replaced by the default: %j',
    async (decided) => {
      const [name] = Object.keys(decided)
      await store({ ...decided, smsPasswords: false })
      const refusal = {
        code: 'directory.settings-unusable',
        publicText: expect.stringContaining(String(name)) as string,
      }
      await expect(settings()).rejects.toMatchObject(refusal)
      await expect(change({ neutralNames: true })).rejects.toMatchObject(refusal)
      await change({ hideSubject: true, expiryDays: 9, route: 'portal', timeZone: 'UTC', smsCountries: ['DE'] })
      expect(await settings()).toMatchObject({ hideSubject: true, expiryDays: 9, smsPasswords: false })
    },
  )
})

/** The table as it was made by the migrations before, in a schema of its own, so that the real migration runs on old rows. */
async function oldTable(other: string): Promise<string> {
  const read = (name: string) => readFile(new URL(`migrations/${name}`, import.meta.url), 'utf8')
  const texts = [
    await read('0001-directory.sql'),
    await read('0002-routes-and-passwords.sql'),
    await read('0004-time-zone.sql'),
  ]
  const statements = texts.map((text) => /^(?:create|alter) table organisation_settings[^;]*;/m.exec(text)?.[0])
  return [
    'create schema old_settings; set local search_path = old_settings, sealpost;',
    ...statements,
    `insert into organisation_settings (organisation_id) values ('${id}');`,
    `insert into organisation_settings (organisation_id, expiry_days, max_expiry_days, hide_subject, trusted_devices,
       sms_countries, sms_daily_budget, max_recipients_per_message, route, sender_routes, sms_passwords, mail_passwords,
       copy_password_to_sender, password_days, neutral_names, max_attachment_mail_bytes, answers_by_mail,
       cover_note_german, cover_note_english, home_country, time_zone, incoming_mail, preset)
     values ('${other}', 3, 9, true, false, '{}', 0, 5000, 'direct', '{}', false, false, true, 7, true, 1048576,
       false, E'Eins\\nZwei', 'One 📞', 'AT', 'America/New_York',
       '{"protocol":"imap","host":"mail.example","port":993,"socket":"tls"}', 'lawyers');`,
  ].join('\n')
}

test('what older versions kept in columns is carried over, value by value', async () => {
  const other = await directory.createOrganisation({ name: `Kanzlei ${counter}`, actor })
  const old = await oldTable(other.id)
  const migration = await readFile(new URL('migrations/0005-decided-settings.sql', import.meta.url), 'utf8')
  const client = await deps.database.ownerPool.connect()
  try {
    await client.query(`begin; ${old}`)
    await client.query(migration)
    const { rows } = await client.query<{ decided: Record<string, unknown> }>(
      `select decided from old_settings.organisation_settings order by decided ->> 'preset' nulls last`,
    )
    const [decided, untouched] = rows.map((row) => row.decided)
    expect(rows).toHaveLength(2)
    expect(readDecided(allSettings, untouched ?? {})).toMatchObject({
      expiryDays: 30,
      smsCountries: ['DE', 'AT', 'CH', 'NL', 'BE', 'LU', 'FR'],
      senderRoutes: ['portal', 'attachment'],
      maxAttachmentMailBytes: 20 * 1024 * 1024,
      coverNoteGerman: '',
      incomingMail: null,
      preset: null,
    })
    expect(Object.keys(decided ?? {})).toHaveLength(22)
    expect(readDecided(allSettings, decided ?? {})).toMatchObject({
      expiryDays: 3,
      maxExpiryDays: 9,
      hideSubject: true,
      trustedDevices: false,
      smsCountries: [],
      smsDailyBudget: 0,
      maxRecipientsPerMessage: 5000,
      route: 'direct',
      senderRoutes: [],
      smsPasswords: false,
      mailPasswords: false,
      copyPasswordToSender: true,
      passwordDays: 7,
      neutralNames: true,
      maxAttachmentMailBytes: 1024 * 1024,
      answersByMail: false,
      coverNoteGerman: 'Eins\nZwei',
      coverNoteEnglish: 'One 📞',
      homeCountry: 'AT',
      timeZone: 'America/New_York',
      incomingMail: { protocol: 'imap', host: 'mail.example', port: 993, socket: 'tls' },
      preset: 'lawyers',
    })
  } finally {
    await client.query('rollback')
    client.release()
  }
})
