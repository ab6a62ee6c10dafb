import type { IncomingMail } from '../../../lib/settings/kinds/index.ts'
import type { SetUpView } from '../../../contract/set-up.ts'
import { discoverySettings } from './settings.ts'
import type { SetUpDeps } from './set-up-deps.ts'

/** The servers of one domain, the same for each of its addresses: an answer tells nothing about who exists. */
export interface MailServers {
  /** ASCII (IDNA). */
  readonly domain: string
  /** How the organisation calls itself to recipients, who see it without any check too. */
  readonly displayName: string
  readonly incoming: IncomingMail | null
  readonly outgoing: SetUpView['outgoing']
}

export type Socket = IncomingMail['socket']
export interface Offer {
  readonly port: number
  readonly socket: Socket
}

/** RFC 8314 section 3.3: TLS from the first byte is preferred. */
export function offersOf({ tlsPort, startTlsPort }: MailServers['outgoing']): readonly Offer[] {
  return [
    ...(tlsPort === null ? [] : [{ port: tlsPort, socket: 'tls' } as const]),
    ...(startTlsPort === null ? [] : [{ port: startTlsPort, socket: 'starttls' } as const]),
  ]
}

export const outgoingOf = ({ config }: Pick<SetUpDeps, 'config'>): MailServers['outgoing'] => ({
  host: config.hostname,
  tlsPort: config.publicPorts.submissions,
  startTlsPort: config.publicPorts.submission,
})

/** Undefined for a domain that no organisation has verified. */
export async function findMailServers(deps: SetUpDeps, domain: string): Promise<MailServers | undefined> {
  const { database, directory } = deps
  const organisationId = await directory.organisationOfDomain(domain)
  if (organisationId === undefined) return undefined
  return database.withOrganisation(organisationId, async (tx) => ({
    domain,
    displayName: (await directory.getBranding(tx, organisationId)).displayName,
    incoming: (await directory.settingsOf(tx, organisationId, discoverySettings)).incomingMail,
    outgoing: outgoingOf(deps),
  }))
}
