import { AppError } from '../../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Config } from '../../../platform/config/load-config.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Directory } from '../../tenancy/organisations/index.ts'
import type { Recipients } from '../../tenancy/recipients/index.ts'
import type { Delivery } from '../../transport/delivery/index.ts'
import type { TemplatedMail } from '../../transport/notifications/index.ts'
import type { Sms } from '../../transport/sms/index.ts'
import type { Sealing } from '../sealing/index.ts'
import type { PortalDeps, PortalRecipients } from './ports.ts'
import { followedSettings } from './settings.ts'

type Platform = Pick<PortalDeps, 'database' | 'transit' | 'clock' | 'log' | 'metrics' | 'audit'>

interface PortalNeighbours extends Platform {
  readonly config: Pick<Config, 'publicUrl' | 'SEALPOST_MAX_MESSAGE_BYTES'>
  readonly directory: Directory
  readonly recipients: Recipients
  readonly delivery: Delivery
  readonly sms: Sms
  readonly sealing: Pick<Sealing, 'guest'>
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
export function wirePortal(parts: PortalNeighbours): PortalDeps {
  const { directory, recipients, delivery, sms, config } = parts
  const settingsOf = (tx: Tx, organisationId: OrganisationId) =>
    directory.settingsOf(tx, organisationId, followedSettings)
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
    timeZoneOf: async (tx, organisationId) => (await settingsOf(tx, organisationId)).timeZone,
    mayTrustDevices: async (tx, organisationId) => (await settingsOf(tx, organisationId)).trustedDevices,
    queueText: async (tx, text) => {
      const queued = await sms.queueText(tx, { ...text, purpose: 'portal-code' })
      if (!queued.queued) throw new AppError('unavailable', queued.reason, queued.publicText)
    },
    queueCodeMail: async (tx, { organisationId, ...params }) => {
      const compose: TemplatedMail = { template: 'code', params }
      await delivery.queueMail(tx, { organisationId, kind: 'code', envelopeFrom: '', to: params.to, compose })
    },
  }
}
