import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectTenantIsolation } from '../../../../test/harness/tenant-isolation.ts'
import { createTestDeps, type TestDeps } from '../../../../test/harness/test-deps.ts'
import { presetDifferences, presetNames, presets, type PresetName } from '../../../lib/settings/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { createAudit } from '../audit/index.ts'
import type { SettingsChanges } from '../../../contract/organisation.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Route } from '../../../lib/policy/index.ts'
import { createDirectory, type Directory } from './index.ts'

const actor = { kind: 'command' } as const
const MiB = 1024 * 1024

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
  counter++
  const made = await directory.createOrganisation({ name: `Kanzlei ${counter}`, actor })
  id = made.id
})

const inside = <Result>(work: (tx: Tx) => Promise<Result>, organisationId = id) =>
  deps.database.withOrganisation(organisationId, work)
const change = (changes: SettingsChanges) =>
  inside((tx) => directory.updateSettings(tx, { organisationId: id, changes, actor }))
/** Values that the types refuse and a hostile client sends all the same. */
const changeUntyped = (changes: object) => change(changes)
const settings = () => inside((tx) => directory.getSettings(tx, id))
const rules = () => inside((tx) => directory.domainRules(tx))
const setRule = (domain: string, route: Route = 'portal', listedHosts: readonly string[] = []) =>
  inside((tx) => directory.setDomainRule(tx, { organisationId: id, domain, route, listedHosts, actor }))
const removeRule = (domain: string) =>
  inside((tx) => directory.removeDomainRule(tx, { organisationId: id, domain, actor }))
async function recorded(action: string): Promise<unknown[]> {
  const { rows } = await deps.database.ownerPool.query<{ detail: unknown }>(
    `select detail from sealpost.audit_entries where organisation_id = $1 and action = $2 order by id`,
    [id, action],
  )
  return rows.map(({ detail }) => detail)
}

describe('settings', () => {
  test('change within their limits, and what differs is in the audit log', async () => {
    await change({ smsCountries: ['PL'], expiryDays: 14, hideSubject: false })
    expect(await settings()).toMatchObject({ smsCountries: ['PL'], expiryDays: 14, maxExpiryDays: 365 })
    expect(await recorded('organisation.settings-changed')).toEqual([{ smsCountries: 'PL', expiryDays: '14' }])
  })

  test('that were so already are not recorded again', async () => {
    await change({ expiryDays: 30 })
    expect(await recorded('organisation.settings-changed')).toEqual([])
  })

  test('keep every value that a message needs', async () => {
    const wanted = {
      route: 'attachment',
      senderRoutes: ['direct'],
      smsPasswords: false,
      mailPasswords: false,
      copyPasswordToSender: true,
      passwordDays: 7,
      neutralNames: true,
      maxAttachmentMailBytes: 150 * MiB,
      answersByMail: false,
      homeCountry: 'AT',
      timeZone: 'America/New_York',
      incomingMail: { protocol: 'imap', host: 'mail.example', port: 993, socket: 'tls' },
    } satisfies SettingsChanges
    await change(wanted)
    expect(await settings()).toMatchObject(wanted)
    await change({ incomingMail: null })
    expect(await settings()).toMatchObject({ ...wanted, incomingMail: null })
    const entries = await recorded('organisation.settings-changed')
    expect(entries).toHaveLength(2)
    expect(entries).toContainEqual({ incomingMail: 'none' })
    expect(entries).toContainEqual(
      expect.objectContaining({ incomingMail: 'imap mail.example:993 tls', senderRoutes: 'direct' }),
    )
  })

  test('notes to recipients are kept, and the audit log says only that they changed', async () => {
    const coverNoteGerman = 'Wir lesen Nachrichten während der Sprechzeiten.\nIm Notfall: 112 📞'
    await change({ coverNoteGerman })
    expect(await settings()).toMatchObject({ coverNoteGerman })
    expect(await recorded('organisation.settings-changed')).toEqual([{ coverNoteGerman: 'changed' }])
  })

  test.each([
    { expiryDays: 0 },
    { smsCountries: ['Germany'] },
    { smsDailyBudget: -1 },
    { route: 'fax' },
    { senderRoutes: ['portal', 'fax'] },
    { senderRoutes: ['portal', 'portal'] },
    { passwordDays: 0 },
    { passwordDays: 1.5 },
    { maxAttachmentMailBytes: MiB - 1 },
    { maxAttachmentMailBytes: 150 * MiB + 1 },
    { smsPasswords: 'yes' },
    { homeCountry: 'de' },
    { timeZone: 'Europe/Atlantis' },
    { timeZone: '+01:00' },
    { timeZone: '' },
    { coverNoteGerman: 'x'.repeat(601) },
    { coverNoteEnglish: 'first\u0000second' },
    { coverNoteEnglish: 'first\r\nBcc: somebody' },
    { coverNoteEnglish: 'evil\u202etxt' },
    { incomingMail: { protocol: 'imap', host: 'mail.example\n', port: 993, socket: 'tls' } },
    { incomingMail: { protocol: 'imap', host: 'mail.example', port: 0, socket: 'tls' } },
    { incomingMail: { protocol: 'imap', host: 'mail.example', port: 143, socket: 'plain' } },
  ])('outside their limits are refused by name: %j', async (changes) => {
    const [name] = Object.keys(changes)
    await expect(changeUntyped(changes)).rejects.toMatchObject({
      code: 'directory.settings-invalid',
      publicText: expect.stringContaining(String(name)) as string,
    })
  })

  test('that do not exist are refused, and so is a preset by this way', async () => {
    await expect(changeUntyped({ colour: 'red' })).rejects.toMatchObject({ code: 'directory.setting-unknown' })
    await expect(changeUntyped({ preset: 'doctors' })).rejects.toMatchObject({ code: 'directory.setting-unknown' })
    await expect(changeUntyped({ __proto__: null, constructor: 1 })).rejects.toMatchObject({
      code: 'directory.setting-unknown',
    })
  })

  test('never give a message more days than a sender may extend it to', async () => {
    await expect(change({ expiryDays: 400 })).rejects.toMatchObject({ code: 'directory.expiry-beyond-maximum' })
    await change({ expiryDays: 400, maxExpiryDays: 400 })
  })

  test('changed by two administrators at the same moment keep both changes', async () => {
    await Promise.all([change({ passwordDays: 9 }), change({ neutralNames: true }), change({ expiryDays: 5 })])
    expect(await settings()).toMatchObject({ passwordDays: 9, neutralNames: true, expiryDays: 5 })
  })

  test('of another organisation are unknown', async () => {
    const other = await directory.createOrganisation({ name: `Andere ${counter}`, actor })
    await expect(inside((tx) => directory.getSettings(tx, id), other.id)).rejects.toMatchObject({
      code: 'directory.organisation-unknown',
    })
    const changing = directory.updateSettings
    await expect(
      inside((tx) => changing(tx, { organisationId: id, changes: { expiryDays: 2 }, actor }), other.id),
    ).rejects.toMatchObject({ code: 'directory.organisation-unknown' })
  })
})

describe('a preset', () => {
  const apply = (preset: PresetName) => inside((tx) => directory.applyPreset(tx, { organisationId: id, preset, actor }))

  test.each(presetNames)('%s is applied whole, in one act, whatever was set before', async (name) => {
    await change({ expiryDays: 3660, maxExpiryDays: 3660, senderRoutes: [], coverNoteGerman: 'alt' })
    await apply(name)
    const after = await settings()
    expect(after).toMatchObject({ ...presets[name], preset: name })
    expect(presetDifferences(presets[name], after)).toEqual([])
    const [entry, ...more] = await recorded('organisation.preset-applied')
    expect(more).toEqual([])
    expect(entry).toMatchObject({ preset: name, coverNoteGerman: 'changed', expiryDays: String(after.expiryDays) })
  })

  test('shows what was changed since', async () => {
    await apply('doctors')
    await change({ expiryDays: 10, hideSubject: true })
    const after = await settings()
    expect(after.preset).toBe('doctors')
    expect(presetDifferences(presets.doctors, after)).toEqual(['expiryDays'])
  })

  test('leaves alone what belongs to one organisation', async () => {
    await change({ smsCountries: ['AT'], homeCountry: 'AT' })
    await setRule('praxis.example', 'direct', ['mx.praxis.example'])
    await apply('schools')
    expect(await settings()).toMatchObject({ smsCountries: ['AT'], homeCountry: 'AT' })
    expect(await rules()).toHaveLength(1)
  })

  test.each(['astronauts', '__proto__', 'toString', ''])('that does not exist is refused: %j', async (name) => {
    await expect(apply(name as PresetName)).rejects.toMatchObject({ code: 'directory.preset-unknown' })
  })
})

describe('a rule for a domain', () => {
  test.each([
    ['Praxis.Example', 'praxis.example'],
    ['.Klinik.Example', '.klinik.example'],
    [' münchen.example ', 'xn--mnchen-3ya.example'],
    ['.straße.example', '.xn--strae-oqa.example'],
  ])('written as %j is kept as %j', async (written, domain) => {
    await setRule(written, 'attachment')
    expect(await rules()).toEqual([{ domain, route: 'attachment', listedHosts: [] }])
  })

  test.each([
    '',
    '.',
    '..',
    'example',
    '.example',
    'a b.example',
    '*.example.org',
    'anna@praxis.example',
    '192.0.2.1',
    'praxis.example/',
    'x'.repeat(300),
    'prax\u200bis.example',
  ])('for something that is no domain is refused: %j', async (domain) => {
    await expect(setRule(domain)).rejects.toMatchObject({ code: 'directory.rule-domain-invalid' })
    await expect(removeRule(domain)).rejects.toMatchObject({ code: 'directory.rule-domain-invalid' })
  })

  test('replaces the one there was, and ends when it is removed; each step is in the audit log', async () => {
    await setRule('praxis.example', 'direct', ['MX1.Praxis.Example.', 'mx1.praxis.example', 'mx2.praxis.example'])
    await setRule('PRAXIS.example', 'portal')
    expect(await rules()).toEqual([{ domain: 'praxis.example', route: 'portal', listedHosts: [] }])
    await removeRule('Praxis.Example')
    expect(await rules()).toEqual([])
    await expect(removeRule('praxis.example')).rejects.toMatchObject({ code: 'directory.rule-unknown' })
    const entries = await recorded('organisation.domain-rule-set')
    expect(entries).toHaveLength(2)
    expect(entries).toContainEqual({ domain: 'praxis.example', route: 'portal' })
    expect(entries).toContainEqual({
      domain: 'praxis.example',
      route: 'direct',
      listedHosts: 'mx1.praxis.example,mx2.praxis.example',
    })
    expect(await recorded('organisation.domain-rule-removed')).toEqual([{ domain: 'praxis.example' }])
  })

  test.each([
    ['portal' as const, ['mx.praxis.example']],
    ['attachment' as const, ['mx.praxis.example']],
    ['direct' as const, ['192.0.2.1']],
    ['direct' as const, ['mx.praxis.example', '']],
    ['direct' as const, ['*.praxis.example']],
    ['direct' as const, Array.from({ length: 21 }, (_, index) => `mx${index}.praxis.example`)],
  ])('for %s cannot list the hosts %j', async (route, hosts) => {
    await expect(setRule('praxis.example', route, hosts)).rejects.toMatchObject({
      code: 'directory.rule-hosts-invalid',
    })
  })

  test('finds no room beyond a thousand, also when several are added at once', async () => {
    await inside(async (tx) => {
      for (let index = 0; index < 998; index++)
        await directory.setDomainRule(tx, {
          organisationId: id,
          domain: `d${index}.example`,
          route: 'portal',
          listedHosts: [],
          actor,
        })
    })
    const attempts = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => setRule(`${name}.example`)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(attempts.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'directory.too-many-rules' },
    })
    await setRule('d1.example', 'attachment')
    expect(await rules()).toHaveLength(1000)
  })

  test('belongs to one organisation', async () => {
    await setRule('praxis.example', 'attachment')
    const other = await directory.createOrganisation({ name: `Andere ${counter}`, actor })
    expect(await inside((tx) => directory.domainRules(tx), other.id)).toEqual([])
    await expectTenantIsolation(deps.database, 'domain_rules', { owner: id, stranger: other.id })
  })
})
