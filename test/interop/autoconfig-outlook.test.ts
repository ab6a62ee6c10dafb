import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAutodiscoverRequest } from '../../src/modules/transport/discovery/autodiscover-request.ts'
import { writeAutodiscover, writeAutodiscoverError } from '../../src/modules/transport/discovery/autodiscover.ts'
import type { MailServers } from '../../src/modules/transport/discovery/mail-servers.ts'
import { outlookRequest, readAutodiscover } from '../harness/outlook-reader.ts'

const servers: MailServers = {
  domain: 'praxis.example',
  displayName: 'Praxis <Weber> & Co.',
  incoming: { protocol: 'imap', host: 'imap.provider.example', port: 993, socket: 'tls' },
  outgoing: { host: 'mail.praxis.example', tlsPort: 465, startTlsPort: 587 },
}
const address = 'anna@praxis.example'
const protocolsOf = (change: Partial<MailServers> = {}) => {
  const answer = readAutodiscover(writeAutodiscover({ ...servers, ...change }, address))
  return answer.kind === 'settings' ? answer.protocols : []
}

describe('what Outlook reads', () => {
  test('is the mailbox and the server for sending, each with a sign-in of its own', () => {
    expect(protocolsOf()).toEqual([
      {
        Type: 'IMAP',
        Server: 'imap.provider.example',
        Port: '993',
        DomainRequired: 'off',
        LoginName: address,
        SPA: 'off',
        SSL: 'on',
        Encryption: 'SSL',
        AuthRequired: 'on',
      },
      {
        Type: 'SMTP',
        Server: 'mail.praxis.example',
        Port: '465',
        DomainRequired: 'off',
        LoginName: address,
        SPA: 'off',
        SSL: 'on',
        Encryption: 'SSL',
        AuthRequired: 'on',
        UsePOPAuth: 'off',
        SMTPLast: 'off',
      },
    ])
  })

  test('is STARTTLS where nothing else is offered', () => {
    const outgoing = { host: 'mail.praxis.example', tlsPort: null, startTlsPort: 587 }
    const incoming = { protocol: 'pop3', host: 'pop.x.example', port: 110, socket: 'starttls' } as const
    expect(protocolsOf({ incoming, outgoing })).toMatchObject([
      { Type: 'POP3', Port: '110', Encryption: 'TLS' },
      { Type: 'SMTP', Port: '587', Encryption: 'TLS' },
    ])
  })

  test('is the server for sending alone where nobody said where the mailboxes are', () => {
    expect(protocolsOf({ incoming: null })).toMatchObject([{ Type: 'SMTP' }])
  })

  test('is an error in the form that Outlook knows', () => {
    const at = new Date('2026-11-20T10:12:13.456Z')
    expect(readAutodiscover(writeAutodiscoverError(600, at))).toEqual({
      kind: 'error',
      code: '600',
      message: 'Invalid Request',
    })
    expect(writeAutodiscoverError(601, at)).toContain('Time="10:12:13.4560000"')
  })
})

const bytes = (text: string) => Buffer.from(text)

describe('a request', () => {
  test('gives the address and the schema', () => {
    expect(readAutodiscoverRequest(bytes(outlookRequest('Anna@Praxis.example')))).toMatchObject({
      address: { address, domain: 'praxis.example' },
      acceptsOutlookSchema: true,
    })
    const phone = 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006'
    expect(readAutodiscoverRequest(bytes(outlookRequest(address, phone)))).toMatchObject({
      acceptsOutlookSchema: false,
    })
  })

  test.each([
    ['with a prefix', `<a:Request><a:EMailAddress xml:lang="de"> ${address} </a:EMailAddress></a:Request>`],
    ['with a reference', `<EMailAddress>o&apos;neil@praxis.example</EMailAddress>`],
    ['in another case', `<emailaddress>${address}</emailaddress>`],
    ['behind a byte order mark', `\ufeff${outlookRequest(address)}`],
  ])('is understood %s', (_what, xml) => {
    expect(readAutodiscoverRequest(bytes(xml))?.address.domain).toBe('praxis.example')
  })

  test('is understood in UTF-16', () => {
    expect(readAutodiscoverRequest(Buffer.from(`\ufeff${outlookRequest(address)}`, 'utf16le'))?.address.address).toBe(
      address,
    )
  })

  test.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['no address', '<Autodiscover><Request><LegacyDN>/o=x</LegacyDN></Request></Autodiscover>'],
    ['an address that is none', '<EMailAddress>x</EMailAddress>'],
    ['two lines', '<EMailAddress>a@b.example\r\nX: y</EMailAddress>'],
    ['markup inside', '<EMailAddress>a@<b/>praxis.example</EMailAddress>'],
    ['an entity of its own', `<!DOCTYPE x [<!ENTITY e "anna">]><EMailAddress>&e;@praxis.example</EMailAddress>`],
    ['an entity from a file', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${outlookRequest('&e;')}`],
    ['a billion laughs', `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${outlookRequest(address)}`],
    ['a comment', `<!-- x -->${outlookRequest(address)}`],
    ['too much', `<EMailAddress>${address}</EMailAddress>${' '.repeat(16_384)}`],
    ['a long address', `<EMailAddress>${'a'.repeat(500)}@praxis.example</EMailAddress>`],
  ])('of %s is none', (_what, xml) => {
    expect(readAutodiscoverRequest(bytes(xml))).toBeNull()
  })

  test('of anything does not throw', () => {
    const pieces = fc.constantFrom('<', '>', '</', 'EMailAddress', ':', ' ', '&', ';', '@', 'a', '<!', 'x.y', '\0')
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 400 }), (parts) => {
        readAutodiscoverRequest(bytes(parts.join('')))
      }),
    )
  })

  test.each(['<EMailAddress '.repeat(1100), `<${'a:'.repeat(8000)}`, '<EMailAddress>'.repeat(1100)])(
    'made to be slow is none',
    (xml) => expect(readAutodiscoverRequest(bytes(xml))).toBeNull(),
  )
})
