import { createAudit, recordForgery, type Audit } from '../modules/tenancy/audit/index.ts'
import { createIdentity, type Identity } from '../modules/tenancy/identity/index.ts'
import { createDirectory, type Directory } from '../modules/tenancy/organisations/index.ts'
import { createRecipients, type Recipients } from '../modules/tenancy/recipients/index.ts'
import { createDelivery, type Delivery } from '../modules/transport/delivery/index.ts'
import { createSetUp, type SetUp } from '../modules/transport/discovery/index.ts'
import { createNotifications, faceOf, type Notifications } from '../modules/transport/notifications/index.ts'
import { createSms, readSmsPolicy, type Sms } from '../modules/transport/sms/index.ts'
import { submissionModule } from '../modules/transport/submission/index.ts'
import { createPackaging, type Packaging } from '../modules/secure/packaging/index.ts'
import { createPortal, wirePortal, type Portal } from '../modules/secure/portal/index.ts'
import {
  createSealing,
  deliveryHooks,
  onTextFailure,
  wireSealing,
  type Sealing,
} from '../modules/secure/sealing/index.ts'
import { createRecordLookup } from '../platform/dns/record-lookup.ts'
import type { Module, ModuleWith } from '../platform/module/module.ts'
import { createEncryptionTargets, type EncryptionTargets } from '../platform/targets/encryption-targets.ts'
import { loadTlsPair } from '../platform/tls/tls-pair.ts'
import type { Platform } from './platform.ts'

export interface Modules {
  readonly audit: Audit
  readonly targets: EncryptionTargets
  readonly directory: Directory
  readonly identity: Identity
  readonly recipients: Recipients
  readonly delivery: Delivery
  readonly notifications: Notifications
  readonly sms: Sms
  readonly setUp: SetUp
  readonly packaging: Packaging
  readonly sealing: Sealing
  readonly portal: Portal
  readonly submission: ModuleWith<'listeners' | 'errors'>
}

function buildTenancy(platform: Platform) {
  const audit = createAudit(platform)
  const targets = createEncryptionTargets({ ...platform, record: recordForgery(platform.database, audit) })
  const directory = createDirectory({ ...platform, audit, authenticate: (request) => identity.authenticate(request) })
  const identity: Identity = createIdentity({ ...platform, audit, directory })
  const recipients = createRecipients({ ...platform, audit, directory, identity })
  return { audit, targets, directory, identity, recipients }
}

/** Builds every module and says who is connected to whom; nothing is asked or started. */
export function buildModules(platform: Platform): Modules {
  const { config, database, dns, clock } = platform
  const tenancy = buildTenancy(platform)
  const { directory, identity } = tenancy
  const notifications = createNotifications({ hostname: config.hostname, faceOf: faceOf(database, directory) })
  const sms = createSms({
    ...platform,
    smsUrl: config.SEALPOST_SMS_URL,
    readPolicy: readSmsPolicy(directory),
    onFinalFailure: onTextFailure(() => sealing, clock),
  })
  const packaging = createPackaging(platform)
  const delivery = createDelivery({
    ...platform,
    resolver: dns,
    compose: notifications.compose,
    hooks: deliveryHooks(() => sealing),
    openStored: (organisationId, stored) => sealing.openStored(organisationId, stored),
  })
  const neighbours = { ...platform, ...tenancy, delivery, sms, packaging }
  const sealing: Sealing = createSealing({
    ...neighbours,
    ...wireSealing(neighbours),
    authenticate: identity.authenticate,
    publicUrl: config.publicUrl,
  })
  const setUp = createSetUp({
    ...neighbours,
    lookup: createRecordLookup(config.SEALPOST_DNS_SERVERS),
    dkimRecords: delivery.dkimRecords,
    readCertificate: async () => (await loadTlsPair(config)).cert,
  })
  const portal = createPortal(wirePortal({ ...neighbours, sealing }))
  const submission = submissionModule({ ...neighbours, sealing })
  return { ...tenancy, delivery, notifications, sms, setUp, packaging, sealing, portal, submission }
}

/** The list of modules: their migrations run in this order, because tables refer to tables of modules before them. */
export const listModules = (modules: Modules): readonly Module[] => [
  modules.audit,
  modules.directory,
  modules.identity,
  modules.recipients,
  modules.sealing,
  modules.portal,
  modules.delivery,
  modules.notifications,
  modules.sms,
  modules.setUp,
  modules.packaging,
  modules.submission,
]

export const migrationsOf = (modules: readonly Module[]) => modules.flatMap(({ migrations }) => migrations ?? [])
