import { setUpErrors } from './errors.ts'
import { offersOf, type MailServers, type Offer } from './mail-servers.ts'
import { writePlist, type PlistValue } from './plist.ts'
import { stableUuid } from './stable-uuid.ts'

export interface ProfileOwner {
  readonly accountId: string
  readonly address: string
  readonly displayName: string
  readonly language: 'de' | 'en'
}

const texts = {
  de: {
    name: (address: string) => `E-Mail: ${address}`,
    text: (host: string) =>
      `Richtet Ihr Postfach in Mail ein. Gesendet wird verschlüsselt über ${host}. Das Profil enthält kein Passwort.`,
  },
  en: {
    name: (address: string) => `Mail: ${address}`,
    text: (host: string) =>
      `Sets up your mailbox in Mail. Messages are sent encrypted through ${host}. The profile holds no password.`,
  },
} as const

function mailPayload(servers: MailServers, owner: ProfileOwner, offer: Offer): Record<string, PlistValue> {
  const { incoming, outgoing, displayName } = servers
  if (incoming === null) throw setUpErrors.incomingUnknown()
  return {
    EmailAccountDescription: `${displayName} (${servers.domain})`,
    EmailAccountName: owner.displayName,
    EmailAccountType: incoming.protocol === 'imap' ? 'EmailTypeIMAP' : 'EmailTypePOP',
    EmailAddress: owner.address,
    IncomingMailServerAuthentication: 'EmailAuthPassword',
    IncomingMailServerHostName: incoming.host,
    IncomingMailServerPortNumber: incoming.port,
    IncomingMailServerUseSSL: true,
    IncomingMailServerUsername: owner.address,
    OutgoingMailServerAuthentication: 'EmailAuthPassword',
    OutgoingMailServerHostName: outgoing.host,
    OutgoingMailServerPortNumber: offer.port,
    OutgoingMailServerUseSSL: true,
    OutgoingMailServerUsername: owner.address,
    // The mailbox is the provider's, sending is ours: the device asks for both passwords.
    OutgoingPasswordSameAsIncomingPassword: false,
  }
}

/**
 * A configuration profile with one mail account (payload com.apple.mail.managed), without any password and not signed;
 * see docs/decisions/0008-set-up.md. Its identifiers depend on the account alone, so that installing it again replaces the
 * account instead of adding another. Throws AppError `set-up.incoming-unknown` or `set-up.nothing-offered`.
 */
export function writeAppleProfile(servers: MailServers, owner: ProfileOwner): string {
  const [offer] = offersOf(servers.outgoing)
  if (offer === undefined) throw setUpErrors.nothingOffered()
  const { host } = servers.outgoing
  const identifier = `${host.split('.').toReversed().join('.')}.${owner.accountId}`
  const { name, text } = texts[owner.language]
  const described = { PayloadDisplayName: name(owner.address), PayloadDescription: text(host), PayloadVersion: 1 }
  const mail = {
    ...mailPayload(servers, owner, offer),
    ...described,
    PayloadType: 'com.apple.mail.managed',
    PayloadIdentifier: `${identifier}.mail`,
    PayloadUUID: stableUuid('mail', host, owner.accountId),
  }
  return writePlist({
    ...described,
    PayloadContent: [mail],
    PayloadType: 'Configuration',
    PayloadOrganization: servers.displayName,
    PayloadIdentifier: identifier,
    PayloadUUID: stableUuid('profile', host, owner.accountId),
    PayloadRemovalDisallowed: false,
  })
}
