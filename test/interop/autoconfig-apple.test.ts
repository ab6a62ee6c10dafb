import { parse } from 'plist'
import { describe, expect, test } from 'vitest'
import { writeAppleProfile, type ProfileOwner } from '../../src/modules/transport/discovery/apple-profile.ts'
import type { MailServers } from '../../src/modules/transport/discovery/mail-servers.ts'
import { writePlist } from '../../src/modules/transport/discovery/plist.ts'

const servers: MailServers = {
  domain: 'praxis.example',
  displayName: 'Praxis <Weber> & Söhne',
  incoming: { protocol: 'imap', host: 'imap.provider.example', port: 993, socket: 'tls' },
  outgoing: { host: 'mail.praxis.example', tlsPort: 465, startTlsPort: 587 },
}
const owner: ProfileOwner = {
  accountId: '019ab000-0000-7000-8000-00000000000a',
  address: 'anna@praxis.example',
  displayName: 'Dr. Anna Weber',
  language: 'de',
}
const read = (change: Partial<MailServers> = {}, who: Partial<ProfileOwner> = {}) =>
  parse(writeAppleProfile({ ...servers, ...change }, { ...owner, ...who })) as Record<string, unknown> & {
    readonly PayloadContent: readonly Record<string, unknown>[]
  }

describe('the profile', () => {
  test('sets up one mail account with both servers', () => {
    const profile = read()
    expect(profile).toMatchObject({
      PayloadType: 'Configuration',
      PayloadVersion: 1,
      PayloadOrganization: 'Praxis <Weber> & Söhne',
      PayloadRemovalDisallowed: false,
    })
    expect(profile.PayloadContent).toHaveLength(1)
    expect(profile.PayloadContent[0]).toMatchObject({
      PayloadType: 'com.apple.mail.managed',
      PayloadVersion: 1,
      EmailAddress: 'anna@praxis.example',
      EmailAccountName: 'Dr. Anna Weber',
      EmailAccountType: 'EmailTypeIMAP',
      IncomingMailServerHostName: 'imap.provider.example',
      IncomingMailServerPortNumber: 993,
      IncomingMailServerUseSSL: true,
      IncomingMailServerUsername: 'anna@praxis.example',
      OutgoingMailServerAuthentication: 'EmailAuthPassword',
      OutgoingMailServerHostName: 'mail.praxis.example',
      OutgoingMailServerPortNumber: 465,
      OutgoingMailServerUseSSL: true,
      OutgoingMailServerUsername: 'anna@praxis.example',
    })
  })

  test('holds no password, and the device asks for two', () => {
    const [account = {}] = read().PayloadContent
    expect(Object.keys(account).filter((key) => key.endsWith('Password'))).toEqual([
      'OutgoingPasswordSameAsIncomingPassword',
    ])
    expect(account['OutgoingPasswordSameAsIncomingPassword']).toBe(false)
  })

  test('has the same identifiers each time, and others for another account', () => {
    const identifiers = (profile: ReturnType<typeof read>) =>
      [profile, profile.PayloadContent[0]].map((payload) => [payload?.['PayloadUUID'], payload?.['PayloadIdentifier']])
    const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/
    const first = identifiers(read())
    expect(first).toEqual(identifiers(read({ displayName: 'Anders' }, { language: 'en' })))
    expect(new Set(first.flat()).size).toBe(4)
    for (const [found] of first) expect(found).toMatch(uuid)
    const other = identifiers(read({}, { accountId: '019ab000-0000-7000-8000-00000000000b' }))
    expect(first.flat().filter((word) => other.flat().includes(word))).toEqual([])
  })

  test('speaks the language it was asked for', () => {
    expect(read().PayloadDescription).toContain('kein Passwort')
    expect(read({}, { language: 'en' }).PayloadDescription).toContain('no password')
  })

  test('is POP3 where the mailboxes are', () => {
    const incoming = { protocol: 'pop3', host: 'pop.x.example', port: 995, socket: 'tls' } as const
    expect(read({ incoming }).PayloadContent[0]).toMatchObject({ EmailAccountType: 'EmailTypePOP' })
  })

  test('does not exist where nobody said where the mailboxes are', () => {
    expect(() => writeAppleProfile({ ...servers, incoming: null }, owner)).toThrow('set-up.incoming-unknown')
  })
})

test('a property list of every kind of value is read as it was written', () => {
  const value = { text: 'a<b>&"c"', number: 42, on: true, off: false, list: ['x', { y: 1 }], empty: '' }
  expect(parse(writePlist(value))).toEqual(value)
})
