import { randomBytes } from 'node:crypto'
import type { CheckKind } from '../../src/contract/check-kind.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import type { AccessKeyId, MailboxId, OrganisationId } from '../../src/lib/id/identifiers.ts'
import { uuidV7 } from '../../src/lib/id/uuid-v7.ts'
import { createAudit, type Audit } from '../../src/modules/tenancy/audit/index.ts'
import type { Route } from '../../src/lib/policy/index.ts'
import { envelopeDomain } from '../../src/modules/transport/delivery/index.ts'
import { createPackaging, type Packaging } from '../../src/modules/secure/packaging/index.ts'
import {
  createSealing,
  type CheckedRecipient,
  type DomainRule,
  type PasswordTextRequest,
  type SealingSettings,
  type IncomingMail,
  type MailboxMember,
  type QueuedMail,
  type Sealing,
  type SealingDeps,
} from '../../src/modules/secure/sealing/index.ts'
import { generateIdentity, type AuthenticRecipient } from '../../src/platform/age/index.ts'
import { createEncryptionTargets } from '../../src/platform/targets/encryption-targets.ts'
import { defaultSettings } from './default-settings.ts'
import { createTestDeps, type TestDeps } from './test-deps.ts'

type Changeable<Type> = { -readonly [Name in keyof Type]: Type[Name] }

/** Sealing on a real database and folder, with neighbours that only remember: settings, one mailbox, recipients, queued mails. */
export interface SealingWorld {
  readonly deps: TestDeps
  readonly audit: Audit
  readonly sealing: Sealing
  /** What it was made from: for another one on the same database. */
  readonly sealingDeps: SealingDeps
  readonly organisationId: OrganisationId
  readonly member: MailboxMember
  /** Of the same organisation, with a mailbox of their own. */
  readonly colleague: MailboxMember
  readonly colleagueIdentity: string
  readonly mailbox: { readonly identity: string; readonly recipient: AuthenticRecipient }
  readonly queued: QueuedMail[]
  /** As the organisation has set them; a test may change them. */
  readonly settings: Changeable<SealingSettings>
  readonly domainRules: DomainRule[]
  /** Passwords that went to phones. */
  readonly texts: PasswordTextRequest[]
  /** Copies whose waiting mails were taken back. */
  readonly cancelled: string[]
  /** Whether phones are refused, as those of a country without texts are: as a recipient's number and for passwords. */
  refusesNumbers: boolean
  /** What the next messages are packed into; real packaging unless a test puts something else here. */
  pack: Packaging['pack']
  /** The number a recipient's codes go to. */
  readonly numbers: Map<string, string>
  /** From now on the sender's mailbox has this key, bound as its own. */
  giveMailboxKey(recipient: string): void
  setRoute(address: string, route: Route | null): void
  setCheck(address: string, check: CheckKind | null, accessKey?: Uint8Array): void
  lock(address: string): void
  mail(text: string, recipients: readonly string[]): IncomingMail
  close(): Promise<void>
}

async function* inPieces(text: string, pieceBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1')
  for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes)
}

export async function createSealingWorld(): Promise<SealingWorld> {
  const deps = await createTestDeps()
  const audit = createAudit(deps)
  const nowMs = () => deps.clock.now().getTime()
  const organisationId = uuidV7<OrganisationId>(nowMs())
  const mailboxId = uuidV7<MailboxId>(nowMs())
  const mailbox = generateIdentity()
  const queued: QueuedMail[] = []
  const settings: SealingWorld['settings'] = { ...defaultSettings(), language: 'de' }
  const packaging = createPackaging(deps)
  const recipients = new Map<string, CheckedRecipient>()
  const recipientOf = (address: string): CheckedRecipient => {
    const known = recipients.get(address) ?? {
      id: uuidV7(nowMs()),
      address,
      written: address,
      check: null,
      access: null,
      lockedAt: null,
      maskedNumber: null,
      route: null,
    }
    recipients.set(address, known)
    return known
  }
  const member: MailboxMember = {
    organisationId,
    accountId: uuidV7(nowMs()),
    address: 'doctor@praxis.example',
    mailboxIds: [mailboxId],
  }
  const colleagueMailbox = generateIdentity()
  const colleague: MailboxMember = {
    organisationId,
    accountId: uuidV7(nowMs()),
    address: 'colleague@praxis.example',
    mailboxIds: [uuidV7(nowMs())],
  }
  const targets = createEncryptionTargets({ ...deps, record: async () => undefined })
  const mailboxWith = (id: MailboxId, who: { readonly address: string; readonly displayName: string }, key: string) => {
    const target = { kind: 'mailbox', organisationId, id, holder: who.address, recipient: key } as const
    return { id, ...who, recipient: key, recipientMac: targets.bind(target) }
  }
  const named = { address: member.address, displayName: 'Dr. Ada Beispiel' }
  let ownMailbox = mailboxWith(mailboxId, named, mailbox.recipient)
  const colleagues = { address: colleague.address, displayName: 'Dr. Bea Beispiel' }
  const theirMailbox = mailboxWith(
    colleague.mailboxIds[0] ?? uuidV7<MailboxId>(nowMs()),
    colleagues,
    colleagueMailbox.recipient,
  )
  const sealingDeps: SealingDeps = {
    targets,
    database: deps.database,
    blobs: deps.blobs,
    shred: deps.shred,
    clock: deps.clock,
    log: deps.log,
    metrics: deps.metrics,
    publicUrl: 'http://localhost:8080',
    audit,
    authenticate: async () => member,
    settingsOf: async () => settings,
    mailboxOf: async (_tx, query) => ('id' in query && query.id !== mailboxId ? null : ownMailbox),
    ownMailboxes: async (_tx, addresses) => [ownMailbox, theirMailbox].filter((one) => addresses.includes(one.address)),
    recipientsOf: async (_tx, _organisationId, addresses) =>
      addresses.map((address) => recipientOf(address.toLowerCase())),
    recipientsById: async (_tx, ids) => [...recipients.values()].filter((recipient) => ids.includes(recipient.id)),
    unlockRecipient: async (_tx, { recipientId: id }) => {
      for (const [address, recipient] of recipients)
        if (recipient.id === id) recipients.set(address, { ...recipient, lockedAt: null })
    },
    queueMails: async (_tx, mails) => {
      queued.push(...mails)
    },
    requireMailAddress: (address) => void envelopeDomain(address),
    cancelMails: async (_tx, copyIds) => void world.cancelled.push(...copyIds),
    domainRules: async () => world.domainRules,
    numberOf: async (_tx, recipientId) => world.numbers.get(recipientId) ?? null,
    rememberNumber: async (_tx, { address, number }) => {
      if (world.refusesNumbers) throw new AppError('refused', 'recipients.country-not-allowed', 'Not there.')
      const recipient = recipientOf(address)
      recipients.set(address, { ...recipient, check: 'sms' })
      world.numbers.set(recipient.id, number)
    },
    queuePasswordText: async (_tx, text) => {
      if (world.refusesNumbers) return { queued: false, reason: 'sms.country-not-allowed', publicText: 'Not there.' }
      world.texts.push(text)
      return { queued: true }
    },
    packaging: { ...packaging, pack: (request) => world.pack(request) },
  }
  const sealing = createSealing(sealingDeps)
  const world: SealingWorld = {
    deps,
    audit,
    sealing,
    sealingDeps,
    organisationId,
    member,
    colleague,
    colleagueIdentity: colleagueMailbox.identity,
    mailbox,
    queued,
    settings,
    domainRules: [],
    texts: [],
    cancelled: [],
    numbers: new Map(),
    refusesNumbers: false,
    pack: (request) => packaging.pack(request),
    giveMailboxKey: (recipient) => void (ownMailbox = mailboxWith(mailboxId, named, recipient)),
    setRoute: (address, route) => void recipients.set(address, { ...recipientOf(address), route }),
    lock: (address) => void recipients.set(address, { ...recipientOf(address), lockedAt: deps.clock.now() }),
    setCheck(address, check, accessKey) {
      const access =
        accessKey === undefined ? null : { id: uuidV7<AccessKeyId>(nowMs()), salt: randomBytes(16), key: accessKey }
      recipients.set(address, { ...recipientOf(address), check, access })
    },
    mail: (text, addresses) => ({
      sender: {
        kind: 'account',
        organisationId,
        accountId: member.accountId,
        mailboxId,
        address: member.address,
        writtenAddress: member.address,
        displayName: 'Dr. Ada Beispiel',
      },
      envelopeFrom: member.address,
      recipients: addresses.map((written) => ({ address: written.toLowerCase(), written, notify: [], orcpt: null })),
      envid: null,
      ret: null,
      receivedLine: 'Received: from client by mail.praxis.example with ESMTPSA; Sat, 21 Nov 2026 09:00:00 +0000\r\n',
      content: inPieces(text, 1000),
    }),
    async close() {
      await packaging.stop()
      await deps.close()
    },
  }
  return world
}
