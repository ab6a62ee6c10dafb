import { AppError } from '../../../contract/errors/app-error.ts'
import type { Config } from '../../../platform/config/load-config.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import { isRelayUserName, type Identity } from '../../tenancy/identity/index.ts'
import type { Directory } from '../../tenancy/organisations/index.ts'
import type { SubmissionDeps } from './ports.ts'
import { followedSettings } from './settings.ts'

export interface SubmissionNeighbours extends Pick<SubmissionDeps, 'clock' | 'log' | 'metrics'> {
  readonly config: Pick<Config, 'hostname' | 'SEALPOST_MAX_MESSAGE_BYTES'>
  readonly database: Database
  readonly directory: Directory
  readonly identity: Identity
  /** Who takes the mail; a group above this one. */
  readonly sealing: Pick<SubmissionDeps, 'acceptMail'>
}

async function signIn(
  identity: Identity,
  attempt: { readonly user: string; readonly password: string; readonly remoteAddress: string },
): ReturnType<SubmissionDeps['authenticate']> {
  if (isRelayUserName(attempt.user)) {
    const relay = await identity.checkRelay(attempt)
    if (relay.accepted)
      return { kind: 'relay', organisationId: relay.who.organisationId, domains: relay.who.allowedDomains }
    return refused(relay.reason)
  }
  const account = await identity.checkAppPassword(attempt)
  return account.accepted ? { kind: 'account', ...account.who } : refused(account.reason)
}

function refused(reason: 'wrong' | 'too-many'): null {
  if (reason === 'wrong') return null
  throw new AppError(
    'refused',
    'identity.too-many',
    'Too many wrong passwords came from your network. Wait a few minutes and try again.',
    { reason: 'too-many', temporary: true },
  )
}

/** Who may hand mail in, and where it goes. */
export function wireSubmission(parts: SubmissionNeighbours): Omit<SubmissionDeps, 'tls'> {
  const { database, directory, identity, sealing, config } = parts
  return {
    authenticate: (attempt) => signIn(identity, attempt),
    acceptMail: (mail) => sealing.acceptMail(mail),
    rulesOf: (organisationId) =>
      database.withOrganisation(organisationId, async (tx: Tx) => {
        const followed = await directory.settingsOf(tx, organisationId, followedSettings)
        const { maxRecipientsPerMessage, homeCountry } = followed
        return { maxRecipients: maxRecipientsPerMessage, homeCountry }
      }),
    clock: parts.clock,
    log: parts.log,
    metrics: parts.metrics,
    hostname: config.hostname,
    limits: { maxMessageBytes: config.SEALPOST_MAX_MESSAGE_BYTES },
  }
}
