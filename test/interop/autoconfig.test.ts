import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeAutoconfig } from '../../src/modules/transport/discovery/autoconfig.ts'
import type { MailServers } from '../../src/modules/transport/discovery/mail-servers.ts'
import { autoconfigPlaces, readAutoconfig } from '../harness/thunderbird-reader.ts'

const servers: MailServers = {
  domain: 'praxis.example',
  displayName: 'Praxis Dr. Weber',
  incoming: { protocol: 'imap', host: 'imap.provider.example', port: 993, socket: 'tls' },
  outgoing: { host: 'mail.praxis.example', tlsPort: 465, startTlsPort: 587 },
}
const publicUrl = 'https://mail.praxis.example'
const address = 'anna@praxis.example'
const read = (change: Partial<MailServers> = {}) =>
  readAutoconfig(writeAutoconfig({ ...servers, ...change }, publicUrl), address)

describe('what Thunderbird reads', () => {
  test('is the provider’s mailbox and our server for sending, TLS from the first byte first', () => {
    const login = { username: address, authentication: 'password-cleartext' }
    expect(read()).toMatchObject({
      id: 'praxis.example',
      displayName: 'Praxis Dr. Weber',
      domains: ['praxis.example'],
      incoming: [{ type: 'imap', hostname: 'imap.provider.example', port: 993, socketType: 'SSL', ...login }],
      outgoing: [
        { type: 'smtp', hostname: 'mail.praxis.example', port: 465, socketType: 'SSL', ...login },
        { type: 'smtp', hostname: 'mail.praxis.example', port: 587, socketType: 'STARTTLS', ...login },
      ],
    })
  })

  test('is POP3 with STARTTLS where the mailboxes have that', () => {
    const { incoming } = read({ incoming: { protocol: 'pop3', host: 'pop.x.example', port: 110, socket: 'starttls' } })
    expect(incoming).toMatchObject([{ type: 'pop3', port: 110, socketType: 'STARTTLS' }])
  })

  test('leaves out a port that is not offered', () => {
    const outgoing = { host: 'mail.praxis.example', tlsPort: null, startTlsPort: 587 }
    expect(read({ outgoing }).outgoing).toMatchObject([{ port: 587, socketType: 'STARTTLS' }])
  })

  test('leads to the page with the steps, in both languages', () => {
    const [link] = read().documentation
    expect(link?.url).toBe('https://mail.praxis.example/settings/set-up')
    expect(Object.keys(link?.texts ?? {}).toSorted()).toEqual(['de', 'en'])
  })

  test('never is a connection without TLS', () => {
    expect(writeAutoconfig(servers, publicUrl)).not.toMatch(/plain|none/)
  })

  test('is the organisation’s name whatever stands in it', () => {
    const visible = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `x${text.replaceAll(/\s/g, '')}`)
    fc.assert(
      fc.property(visible, (displayName) => {
        expect(read({ displayName }).displayName).toBe(displayName)
      }),
      { examples: [['</displayName><incomingServer type="imap">'], [']]>'], ['&amp;&#0;'], ['"\'%EMAILADDRESS%']] },
    )
  })

  test('loses characters that XML cannot carry', () => {
    expect(read({ displayName: 'a\u0000\u0008\ufffe\ud800b' }).displayName).toBe('ab')
  })
})

test('without a server for incoming mail there is no file, because the format demands one', () => {
  expect(() => writeAutoconfig({ ...servers, incoming: null }, publicUrl)).toThrow('set-up.incoming-unknown')
  const half = writeAutoconfig(servers, publicUrl).replace(/<incomingServer[^]*<\/incomingServer>/, '')
  expect(() => readAutoconfig(half, address)).toThrow('need proper <incomingServer>')
})

test('without a server for sending there is no file', () => {
  const outgoing = { host: 'mail.praxis.example', tlsPort: null, startTlsPort: null }
  expect(() => writeAutoconfig({ ...servers, outgoing }, publicUrl)).toThrow('set-up.nothing-offered')
})

test('the program looks at its own name first, over HTTPS', () => {
  expect(autoconfigPlaces('anna+x@praxis.example')[0]).toBe(
    'https://autoconfig.praxis.example/mail/config-v1.1.xml?emailaddress=anna%2Bx%40praxis.example',
  )
})
