import { setUpErrors } from './errors.ts'
import { offersOf, type MailServers, type Offer } from './mail-servers.ts'
import { element, xmlDocument, type Markup } from './xml.ts'

const socketTypes = { tls: 'SSL', starttls: 'STARTTLS' } as const

/**
 * A password inside TLS. The other word of the format, "password-encrypted", means CRAM-MD5, which a server that keeps no
 * passwords cannot offer.
 */
const authentication = element('authentication', 'password-cleartext')
const userName = element('username', '%EMAILADDRESS%')

const server = (tag: string, type: string, { host, port, socket }: Offer & { readonly host: string }): Markup =>
  element(
    tag,
    [
      element('hostname', host),
      element('port', String(port)),
      element('socketType', socketTypes[socket]),
      userName,
      authentication,
    ],
    { type },
  )

const documentation = (publicUrl: string): Markup =>
  element(
    'documentation',
    [
      element('descr', 'Step by step, with the password for sending', { lang: 'en' }),
      element('descr', 'Schritt für Schritt, mit dem Passwort zum Senden', { lang: 'de' }),
    ],
    { url: `${publicUrl}/settings/set-up` },
  )

/**
 * What Thunderbird and many others ask for (draft-ietf-mailmaint-autoconfig, the format "config-v1.1"). The same for every
 * address of the domain, and only for the domain that was asked about. The format wants both directions: throws AppError
 * `set-up.incoming-unknown` or `set-up.nothing-offered` where one of them is missing.
 */
export function writeAutoconfig(servers: MailServers, publicUrl: string): string {
  const { domain, displayName, incoming, outgoing } = servers
  const offers = offersOf(outgoing)
  if (offers.length === 0) throw setUpErrors.nothingOffered()
  if (incoming === null) throw setUpErrors.incomingUnknown()
  const provider = element(
    'emailProvider',
    [
      element('domain', domain),
      element('displayName', displayName),
      element('displayShortName', displayName),
      server('incomingServer', incoming.protocol, incoming),
      ...offers.map((offer) => server('outgoingServer', 'smtp', { ...offer, host: outgoing.host })),
      documentation(publicUrl),
    ],
    { id: domain },
  )
  return xmlDocument(element('clientConfig', [provider], { version: '1.1' }))
}
