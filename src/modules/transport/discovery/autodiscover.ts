import { outlookSchema } from './autodiscover-request.ts'
import { setUpErrors } from './errors.ts'
import { offersOf, type MailServers, type Offer } from './mail-servers.ts'
import { element, xmlDocument, type Markup } from './xml.ts'

const responseSchema = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006'
const encryptions = { tls: 'SSL', starttls: 'TLS' } as const

interface Protocol extends Offer {
  readonly type: 'IMAP' | 'POP3' | 'SMTP'
  readonly host: string
  readonly loginName: string
}

/** `UsePOPAuth off`: sending has a password of its own. */
const protocol = ({ type, host, port, socket, loginName }: Protocol): Markup =>
  element('Protocol', [
    element('Type', type),
    element('Server', host),
    element('Port', String(port)),
    element('DomainRequired', 'off'),
    element('LoginName', loginName),
    element('SPA', 'off'),
    element('SSL', 'on'),
    element('Encryption', encryptions[socket]),
    element('AuthRequired', 'on'),
    ...(type === 'SMTP' ? [element('UsePOPAuth', 'off'), element('SMTPLast', 'off')] : []),
  ])

/**
 * Outlook's answer for mailboxes outside of Exchange ([MS-OXDSCLI] section 2.2.4). The address only comes back as the
 * login name; whether it exists is not looked up. The format allows the outgoing server alone.
 */
export function writeAutodiscover(servers: MailServers, address: string): string {
  const { displayName, incoming, outgoing } = servers
  const [offer] = offersOf(outgoing)
  if (offer === undefined) throw setUpErrors.nothingOffered()
  const loginName = address
  const account = element('Account', [
    element('AccountType', 'email'),
    element('Action', 'settings'),
    ...(incoming === null
      ? []
      : [protocol({ ...incoming, type: incoming.protocol === 'imap' ? 'IMAP' : 'POP3', loginName })]),
    protocol({ ...offer, type: 'SMTP', host: outgoing.host, loginName }),
  ])
  const user = element('User', [element('DisplayName', displayName)])
  const response = element('Response', [user, account], { xmlns: outlookSchema })
  return xmlDocument(element('Autodiscover', [response], { xmlns: responseSchema }))
}

const messages = { 600: 'Invalid Request', 601: 'Requested schema version not supported' } as const
export type AutodiscoverErrorCode = keyof typeof messages

/** [MS-OXDSCLI] section 2.2.4: an error is an answer of its own, with status 200. */
export function writeAutodiscoverError(code: AutodiscoverErrorCode, now: Date): string {
  const error = element(
    'Error',
    [element('ErrorCode', String(code)), element('Message', messages[code]), element('DebugData', '')],
    { Time: `${now.toISOString().slice(11, 23)}0000`, Id: String(now.getTime() % 2 ** 31) },
  )
  return xmlDocument(element('Autodiscover', [element('Response', [error])], { xmlns: responseSchema }))
}
