import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { presets } from '../../src/lib/settings/index.ts'
import { Installations, type Installation } from '../harness/installations.ts'
import { expectFailure, runCommand, type CommandResult } from './cli-runner.ts'

/** What an administrator decides at the command line: settings, presets, rules for domains. */
let installations: Installations
let installation: Installation
const run = (...words: readonly string[]) => runCommand(words, installation)
async function answer(...words: readonly string[]): Promise<unknown> {
  const result = await run(...words, '--json')
  expect(result.stderr).toBe('')
  return JSON.parse(result.stdout)
}
function expectRefusal(result: CommandResult, words: RegExp | string): void {
  expectFailure(result, words)
  expect(result.stdout).toBe('')
}

beforeAll(async () => {
  installations = await Installations.open()
  installation = await installations.add()
  await answer('organisation', 'create', '--name', 'Kanzlei', '--domain', 'kanzlei.example', '--preset', 'lawyers')
})
afterAll(async () => {
  await installations.close()
})

const settings = ['organisation', 'settings', '--organisation', 'kanzlei.example'] as const
const toDomain = (domain: string, ...more: readonly string[]) =>
  ['organisation', 'route', domain, ...more, '--organisation', 'kanzlei.example'] as const

describe('an organisation', () => {
  test('begins with the settings of its profession when one is named', async () => {
    expect(await answer(...settings)).toMatchObject({ ...presets.lawyers, preset: 'lawyers', changedSincePreset: [] })
  })

  test('is not made with a preset that does not exist', async () => {
    const words = [
      'organisation',
      'create',
      '--name',
      'Raumfahrt',
      '--domain',
      'raum.example',
      '--preset',
      'astronauts',
    ]
    expectRefusal(await run(...words), /the presets are doctors, lawyers, tax-advisers, agencies, schools/)
    expect(await answer('organisation', 'list')).toMatchObject([{ name: 'Kanzlei' }])
  })
})

describe('settings', () => {
  test('of every kind are set by name and shown as they could be typed again', async () => {
    const values = [
      'route=attachment',
      'sender-routes=portal,direct',
      'smsPasswords=no',
      'passwordDays=14',
      'maxAttachmentMailBytes=25MiB',
      'smsCountries=de,at',
      'coverNoteGerman=Eins = 1\\nZwei',
      'incomingMail=imap:mail.kanzlei.example:993:tls',
    ]
    expect(await answer(...settings, '--expiry-days', '20', '--set', ...values)).toMatchObject({
      expiryDays: 20,
      route: 'attachment',
      senderRoutes: ['portal', 'direct'],
      smsPasswords: false,
      passwordDays: 14,
      maxAttachmentMailBytes: 25 * 1024 * 1024,
      smsCountries: ['DE', 'AT'],
      coverNoteGerman: 'Eins = 1\nZwei',
      incomingMail: { protocol: 'imap', host: 'mail.kanzlei.example', port: 993, socket: 'tls' },
    })
    const { stdout } = await run(...settings, '--set', 'senderRoutes=none', '--set', 'incomingMail=none')
    expect(stdout).toMatch(/^senderRoutes: +none$/m)
    expect(stdout).toMatch(/^incomingMail: +none$/m)
    expect(stdout).toMatch(/^smsPasswords: +no$/m)
    expect(stdout).toMatch(/^coverNoteGerman: +Eins = 1\\nZwei$/m)
    expect(stdout).toMatch(/^Changed since the preset lawyers: route, .*expiryDays/m)
  })

  test.each([
    ['colour=red', /NAME=VALUE with one of the names .*passwordDays/],
    ['passwordDays', /NAME=VALUE/],
    ['preset=doctors', /sealpost organisation preset NAME/],
    ['passwordDays=0', /--set passwordDays: expected days, 1 to 3660/],
    ['route=fax', /expected portal, attachment or direct/],
    ['smsPasswords=maybe', /expected yes or no/],
    ['homeCountry=Deutschland', /a country such as DE/],
    ['timeZone=Berlin', /a time zone such as Europe\/Berlin/],
    ['maxAttachmentMailBytes=151MiB', /1MiB to 150MiB/],
    ['incomingMail=smtp:mail.example:25:none', /imap or pop3/],
    ['__proto__=1', /NAME=VALUE/],
  ])('that cannot be are refused with the form expected: %s', async (pair, line) => {
    expectRefusal(await run(...settings, '--set', pair), line)
  })

  test('that contradict each other are refused', async () => {
    expectRefusal(await run(...settings, '--set', 'expiryDays=30', 'maxExpiryDays=10'), /cannot stay longer/)
  })
})

describe('a preset', () => {
  test('replaces what was set, and an unknown one is refused with the list', async () => {
    const words = ['organisation', 'preset', 'Doctors', '--organisation', 'kanzlei.example']
    expect(await answer(...words)).toMatchObject({ ...presets.doctors, preset: 'doctors', changedSincePreset: [] })
    expectRefusal(await run('organisation', 'preset', 'astronauts'), /the presets are doctors/)
  })
})

describe('a rule for a domain', () => {
  test('is set, replaced, shown with the settings, and removed with default', async () => {
    expect(await answer(...toDomain('Klinik.example', 'attachment'))).toMatchObject([{ route: 'attachment' }])
    const direct = await answer(
      ...toDomain('klinik.example', 'direct', '--host', 'mx1.klinik.example', 'mx2.klinik.example'),
    )
    const rule = {
      domain: 'klinik.example',
      route: 'direct',
      listedHosts: ['mx1.klinik.example', 'mx2.klinik.example'],
    }
    expect(direct).toEqual([rule])
    expect(await answer(...settings)).toMatchObject({ domainRules: [rule] })
    expect((await run(...settings)).stdout).toMatch(/^klinik\.example +direct +mx1\.klinik\.example, mx2/m)
    const { stdout } = await run(...toDomain('klinik.example', 'default'))
    expect(stdout).toBe('Kanzlei has no rules for domains.\n')
  })

  test.each([
    [['klinik.example', 'fax'], /expected portal, attachment, direct or default/],
    [['klinik', 'portal'], /Enter a domain such as example\.org/],
    [['klinik.example', 'portal', '--host', 'mx.klinik.example'], /only where mail leaves directly/],
    [['nowhere.example', 'default'], /no rule for this domain/],
  ] as const)('is refused with one line: %j', async ([domain, ...more], line) => {
    expectRefusal(await run(...toDomain(domain, ...more)), line)
  })
})
