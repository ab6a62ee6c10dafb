import { AppError } from '../lib/errors/app-error.ts'
import type { Clock } from '../platform/clock/clock.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import type { EncryptionTargetsDeps } from '../platform/targets/encryption-targets.ts'
import type { AuditRecorder } from '../modules/tenancy/audit/index.ts'
import { envelopeDomain, type Delivery, type DeliveryHooks } from '../modules/transport/delivery/index.ts'
import type { Directory } from '../modules/tenancy/organisations/index.ts'
import { isRelayUserName, type Identity } from '../modules/tenancy/identity/index.ts'
import { passwordText, type NotificationDeps } from '../modules/transport/notifications/index.ts'
import type { PortalDeps, PortalRecipients } from '../modules/secure/portal/index.ts'
import type { Recipient, Recipients } from '../modules/tenancy/recipients/index.ts'
import type { CheckedRecipient, Sealing, SealingDeps } from '../modules/secure/sealing/index.ts'
import type { OnFinalFailure, ReadSmsPolicy, Sms } from '../modules/transport/sms/index.ts'
import type { SubmissionDeps } from '../modules/transport/submission/index.ts'
import type { Parts } from './parts.ts'

/** How an organisation shows itself in its mails. */
export const faceOf =
  (database: Database, directory: Directory): NotificationDeps['faceOf'] =>
  (organisationId) =>
    database.withOrganisation(organisationId, async (tx) => ({
      branding: await directory.getBranding(tx, organisationId),
      logo: (await directory.getLogo(tx, organisationId)) ?? null,
      mailDomains: await directory.verifiedDomains(tx),
    }))

/** A stored public key that is not the one the server bound to its row: somebody has written to the database. */
export const recordForgery =
  (database: Database, audit: AuditRecorder): EncryptionTargetsDeps['record'] =>
  ({ organisationId, kind, id }) =>
    database.withOrganisation(organisationId, (tx) =>
      audit.record(tx, {
        organisationId,
        action: 'target.not-authentic',
        actor: { kind: 'system' },
        subject: { kind, id },
      }),
    )

/** Country list and budget of an organisation, as text messages follow them. */
export const readSmsPolicy =
  (directory: Directory): ReadSmsPolicy =>
  async (tx, organisationId) => {
    const settings = await directory.getSettings(tx, organisationId)
    return { allowedCountries: settings.smsCountries, dailyBudget: settings.smsDailyBudget }
  }

/** What a notification's outcome means for the copy it carries. */
export function deliveryHooks(sealing: () => Sealing): DeliveryHooks {
  return {
    onSent: async (tx, { ref }) => {
      if (ref.kind === 'copy') await sealing().notificationSent(tx, { copyId: ref.id })
    },
    onFailed: async (tx, { ref, cause, isReported }) =>
      ref.kind === 'copy' ? sealing().notificationFailed(tx, { copyId: ref.id, cause, isReported }) : undefined,
  }
}

const quietMs = 24 * 3600_000

/** A code that did not arrive can be asked for again; a password cannot, so the sender gets it. */
export const onTextFailure =
  (sealing: () => Sealing, clock: Clock): OnFinalFailure =>
  (tx, failed) =>
    failed.purpose === 'password'
      ? sealing().passwordTextFailed(tx, { messageId: failed.messageRef })
      : tellOfDeadNumber(sealing, clock)(tx, failed)

/**
 * A number that no text can reach is the sender's to correct, and the recipient cannot know why no code comes: the sender
 * hears of it as of a number the recipient reported, once a day for a copy. A phone that was off is no wrong number.
 */
const tellOfDeadNumber =
  (sealing: () => Sealing, clock: Clock): OnFinalFailure =>
  async (tx, { purpose, failure, messageRef: copyId }) => {
    if (purpose !== 'portal-code' || failure !== 'invalid-number') return
    const { guest } = sealing()
    const what = 'number-wrong'
    const [copy, last] = [await guest.readCopy(tx, copyId), await guest.lastReported(tx, { copyId, what })]
    const isQuiet = last !== null && clock.now().getTime() - last.getTime() < quietMs
    const actor = { kind: 'system', label: 'text message provider' } as const
    if (copy?.state === 'open' && !isQuiet) await guest.notifySender(tx, { copy, what, actor })
  }

type SealingPorts = Pick<
  SealingDeps,
  | 'settingsOf'
  | 'mailboxOf'
  | 'ownMailboxes'
  | 'recipientsOf'
  | 'recipientsById'
  | 'unlockRecipient'
  | 'queueMails'
  | 'requireMailAddress'
  | 'cancelMails'
  | 'domainRules'
  | 'numberOf'
  | 'rememberNumber'
  | 'queuePasswordText'
>

function withAccessKeys(recipients: Recipients, tx: Tx, found: readonly Recipient[]): Promise<CheckedRecipient[]> {
  return Promise.all(
    found.map(async (recipient) => ({
      ...recipient,
      access: recipient.accessKeyId === null ? null : await recipients.accessKeyOf(tx, recipient.id),
    })),
  )
}

/** Sealing's neighbours. */
export function sealingPorts(modules: {
  readonly directory: Directory
  readonly recipients: Recipients
  readonly delivery: Delivery
  readonly sms: Sms
}): SealingPorts {
  const { directory, recipients, delivery, sms } = modules
  return {
    settingsOf: directory.getSettings,
    mailboxOf: async (tx, query) =>
      'id' in query
        ? directory.getMailbox(tx, query.id)
        : ((await directory.mailboxOfAddress(tx, query.address)) ?? null),
    ownMailboxes: directory.mailboxesOfAddresses,
    recipientsOf: async (tx, organisationId, addresses) =>
      withAccessKeys(recipients, tx, await recipients.findOrCreate(tx, { organisationId, addresses })),
    recipientsById: async (tx, ids) => withAccessKeys(recipients, tx, await recipients.getRecipients(tx, ids)),
    unlockRecipient: recipients.unlock,
    queueMails: async (tx, mails) => {
      if (mails.length > 0) await delivery.queueMails(tx, mails)
    },
    requireMailAddress: (address) => void envelopeDomain(address),
    cancelMails: (tx, copyIds) => delivery.cancelMails(tx, { kind: 'copy', refIds: copyIds }),
    domainRules: directory.domainRules,
    numberOf: recipients.numberOf,
    rememberNumber: async (tx, { number, ...known }) => {
      await recipients.setCheck(tx, { ...known, check: { check: 'sms', number } })
    },
    queuePasswordText: (tx, { organisationId, messageId, to, ...text }) =>
      sms.queueText(tx, { organisationId, purpose: 'password', to, text: passwordText(text), messageRef: messageId }),
  }
}

const tokenOf = (device: string) => Buffer.from(device, 'base64url')

function portalRecipients(recipients: Recipients): PortalRecipients {
  return {
    lockedAt: async (tx, recipientId) => (await recipients.getRecipient(tx, recipientId)).lockedAt,
    recordFailure: async (tx, recipientId) =>
      (await recipients.recordFailure(tx, recipientId)).justLocked ? 'locked' : 'counted',
    clearFailures: recipients.clearFailures,
    number: async (tx, recipientId) => {
      const e164 = await recipients.numberOf(tx, recipientId)
      const { maskedNumber } = await recipients.getRecipient(tx, recipientId)
      return e164 === null || maskedNumber === null ? null : { e164, masked: maskedNumber }
    },
    isTrustedDevice: (tx, { device, ...whose }) => recipients.isTrustedDevice(tx, { ...whose, token: tokenOf(device) }),
    trustDevice: async (tx, { device, ...whose }) => {
      const token = tokenOf(device)
      // Trusting again starts the thirty days anew.
      await recipients.forgetDevice(tx, { recipientId: whose.recipientId, token })
      await recipients.trustDevice(tx, { ...whose, token })
    },
    forgetDevice: (tx, { recipientId, device }) => recipients.forgetDevice(tx, { recipientId, token: tokenOf(device) }),
  }
}

/** The portal's neighbours: its view of a recipient, branding, and the two ways a code leaves. */
export function portalPorts(parts: Parts): PortalDeps {
  const { directory, recipients, delivery, sms, config } = parts
  return {
    database: parts.database,
    transit: parts.transit,
    clock: parts.clock,
    log: parts.log,
    metrics: parts.metrics,
    publicUrl: config.publicUrl,
    maxAnswerBytes: config.SEALPOST_MAX_MESSAGE_BYTES,
    audit: parts.audit,
    guest: parts.sealing.guest,
    recipients: portalRecipients(recipients),
    brandingOf: directory.getBranding,
    timeZoneOf: async (tx, organisationId) => (await directory.getSettings(tx, organisationId)).timeZone,
    mayTrustDevices: async (tx, organisationId) => (await directory.getSettings(tx, organisationId)).trustedDevices,
    queueText: async (tx, text) => {
      const queued = await sms.queueText(tx, { ...text, purpose: 'portal-code' })
      if (!queued.queued) throw new AppError('unavailable', queued.reason, queued.publicText)
    },
    queueCodeMail: async (tx, { organisationId, to, ...params }) => {
      await delivery.queueMail(tx, {
        organisationId,
        kind: 'code',
        envelopeFrom: '',
        to,
        compose: { template: 'code', params: { organisationId, to, ...params } },
      })
    },
  }
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
export function submissionPorts(parts: Parts): Omit<SubmissionDeps, 'tls'> {
  const { database, directory, identity, sealing, config } = parts
  return {
    authenticate: (attempt) => signIn(identity, attempt),
    acceptMail: (mail) => sealing.acceptMail(mail),
    rulesOf: (organisationId) =>
      database.withOrganisation(organisationId, async (tx: Tx) => {
        const { maxRecipientsPerMessage, homeCountry } = await directory.getSettings(tx, organisationId)
        return { maxRecipients: maxRecipientsPerMessage, homeCountry }
      }),
    clock: parts.clock,
    log: parts.log,
    metrics: parts.metrics,
    hostname: config.hostname,
    limits: { maxMessageBytes: config.SEALPOST_MAX_MESSAGE_BYTES },
  }
}
