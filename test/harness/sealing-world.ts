import { randomBytes } from 'node:crypto'
import type { CheckKind } from '../../src/contract/messages.ts'
import { uuidV7 } from '../../src/lib/id/uuid-v7.ts'
import { createAudit, type Audit } from '../../src/modules/audit/index.ts'
import {
  createSealing,
  type CheckedRecipient,
  type IncomingMail,
  type MailboxMember,
  type QueuedMail,
  type Sealing,
} from '../../src/modules/sealing/index.ts'
import { generateIdentity } from '../../src/platform/age/index.ts'
import { createTestDeps, type TestDeps } from './test-deps.ts'

/** Sealing on a real database and folder, with neighbours that only remember: settings, one mailbox, recipients, queued mails. */
export interface SealingWorld {
  readonly deps: TestDeps
  readonly audit: Audit
  readonly sealing: Sealing
  readonly organisationId: string
  readonly member: MailboxMember
  readonly mailbox: { readonly identity: string; readonly recipient: string }
  readonly queued: QueuedMail[]
  readonly settings: {
    expiryDays: number
    maxExpiryDays: number
    hideSubject: boolean
    maxRecipientsPerMessage: number
    language: 'de' | 'en'
  }
  setCheck(address: string, check: CheckKind, accessKey?: Uint8Array): void
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
  const newId = () => uuidV7(deps.clock.now().getTime())
  const organisationId = newId()
  const mailboxId = newId()
  const mailbox = generateIdentity()
  const queued: QueuedMail[] = []
  const settings: SealingWorld['settings'] = {
    expiryDays: 30,
    maxExpiryDays: 365,
    hideSubject: false,
    maxRecipientsPerMessage: 500,
    language: 'de',
  }
  const recipients = new Map<string, CheckedRecipient>()
  const recipientOf = (address: string): CheckedRecipient => {
    const known = recipients.get(address) ?? {
      id: newId(),
      address,
      check: null,
      access: null,
      lockedAt: null,
      maskedNumber: null,
    }
    recipients.set(address, known)
    return known
  }
  const member: MailboxMember = {
    organisationId,
    accountId: newId(),
    address: 'doctor@praxis.example',
    mailboxIds: [mailboxId],
  }
  const sealing = createSealing({
    database: deps.database,
    blobs: deps.blobs,
    transit: deps.transit,
    clock: deps.clock,
    log: deps.log,
    metrics: deps.metrics,
    publicUrl: 'http://localhost:8080',
    audit,
    settingsOf: async () => settings,
    mailboxOf: async (_tx, query) =>
      'id' in query && query.id !== mailboxId
        ? null
        : { id: mailboxId, address: member.address, displayName: 'Dr. Ada Beispiel', recipient: mailbox.recipient },
    recipientsOf: async (_tx, _organisationId, addresses) => addresses.map(recipientOf),
    recipientsById: async (_tx, ids) => [...recipients.values()].filter((recipient) => ids.includes(recipient.id)),
    unlockRecipient: async (_tx, { recipientId: id }) => {
      for (const [address, recipient] of recipients)
        if (recipient.id === id) recipients.set(address, { ...recipient, lockedAt: null })
    },
    queueMails: async (_tx, mails) => {
      queued.push(...mails)
    },
  })
  return {
    deps,
    audit,
    sealing,
    organisationId,
    member,
    mailbox,
    queued,
    settings,
    setCheck(address, check, accessKey) {
      const access = accessKey === undefined ? null : { id: newId(), salt: randomBytes(16), key: accessKey }
      recipients.set(address, { ...recipientOf(address), check, access })
    },
    mail: (text, addresses) => ({
      sender: {
        kind: 'account',
        organisationId,
        accountId: member.accountId,
        mailboxId,
        address: member.address,
        displayName: 'Dr. Ada Beispiel',
      },
      envelopeFrom: member.address,
      recipients: addresses.map((address) => ({ address, notify: [], orcpt: null })),
      envid: null,
      ret: null,
      receivedLine: 'Received: from client by mail.praxis.example with ESMTPSA; Sat, 21 Nov 2026 09:00:00 +0000\r\n',
      content: inPieces(text, 1000),
    }),
    close: () => deps.close(),
  }
}
