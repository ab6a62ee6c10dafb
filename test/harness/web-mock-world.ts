/**
 * What the mock of the web app's server knows: one practice with real keys, so that the page in the browser has to do
 * real work (Argon2id, age, split keys) although no database is behind it.
 */
import { defaultSettings } from './default-settings.ts'
import { randomBytes } from 'node:crypto'
import type {
  AnswerView,
  CopyView,
  MessageEnvelope,
  MessageView,
  ReceivedView,
  RecipientView,
} from '../../src/contract/messages.ts'
import type { SessionView } from '../../src/contract/identity.ts'
import type { OrganisationView } from '../../src/contract/organisation.ts'
import { makeAccount, type NewAccount } from '../../src/lib/account-keys/index.ts'
import { encodeBase64Url, encodeUtf8 } from '../../src/lib/bytes/index.ts'
import type {
  AccessKeyId,
  AccountId,
  AppPasswordId,
  ContentId,
  MailboxId,
  MessageId,
  RecipientId,
  SessionId,
} from '../../src/lib/id/identifiers.ts'
import { dayOf } from '../../src/lib/time/index.ts'
import { encryptBytes, generateIdentity, vouchFor } from '../../src/platform/age/index.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { newId } from './identifiers.ts'

export const mockPassword = 'vier ruhige blaue Wale'
export const mockAddress = 'anna.weber@praxis-weber.example'

export interface MockMessage {
  view: Omit<MessageView, 'answers' | 'unreadAnswers'>
  readonly conversationIdentity: string
  contentId: ContentId | null
  readonly answers: AnswerView[]
  /** How it came in, for one that a colleague sent; the sender's own view is not in this world. */
  received: ReceivedView | null
}

export interface MockSession {
  readonly id: SessionId
  readonly token: string
  readonly share: string
  readonly device: string
  readonly startedAt: string
}

export interface MockRecipient {
  view: RecipientView
  access: { readonly id: AccessKeyId; readonly key: string } | null
}

/** Everything a test may look at or change between two steps. */
export interface MockWorld {
  readonly now: () => Date
  /** Known to the browser alone; here for making ways in that the world did not see made. */
  readonly accountIdentity: string
  readonly account: SessionView['account']
  readonly branding: SessionView['branding']
  readonly mailbox: {
    readonly id: MailboxId
    readonly address: string
    readonly recipient: string
    readonly sealedIdentity: string
  }
  /** Shared ones the account is a member of. */
  otherMailboxes: MockWorld['mailbox'][]
  credentials: { salt: string; authKey: string; wrappedIdentity: string }
  recoveryCodes: { readonly authKey: string; readonly wrappedIdentity: string }[]
  readonly recoveryTokens: Set<string>
  sessions: MockSession[]
  appPasswords: {
    readonly id: AppPasswordId
    readonly name: string
    readonly createdAt: string
    readonly lastUsedAt: string | null
  }[]
  messages: MockMessage[]
  readonly recipients: Map<string, MockRecipient>
  organisation: Omit<OrganisationView, 'mayChange'>
  readonly contents: Map<string, Uint8Array>
  /** Wraps that the client sent, opened again here with the shares it sent. */
  readonly completions: { readonly copyId: string; readonly identity: string }[]
}

export interface MockCopy {
  readonly address: string
  readonly state: CopyView['state']
  readonly check?: CopyView['check']
  readonly maskedNumber?: string
  readonly openedAt?: string
  readonly newLinkRequestedAt?: string
  readonly numberReportedWrongAt?: string
  readonly signsIn?: boolean
  /** What the author of the message called them. */
  readonly name?: string
}

export interface MockMail {
  readonly subject: string
  readonly sentAt: Date
  readonly expiresAt?: Date
  readonly copies: readonly MockCopy[]
  readonly mime?: string
  readonly answers?: readonly {
    readonly copy: number
    readonly receivedAt: Date
    readonly mime: string
    readonly read?: boolean
  }[]
}

let enrolled: Promise<NewAccount> | undefined
const accountId = newId<AccountId>()
const mailboxId = newId<MailboxId>()

/** An empty practice: an account without recovery codes, a mailbox, nothing sent. The account is the same in each. */
export async function createWorld(now: () => Date = () => new Date()): Promise<MockWorld> {
  enrolled ??= makeAccount(mockPassword, argon2id)
  const { identity, enrolment } = await enrolled
  const { salt, authKey, wrappedIdentity, mailbox } = enrolment
  return {
    now,
    accountIdentity: identity,
    account: { id: accountId, address: mockAddress, displayName: 'Dr. Anna Weber', isAdmin: false, language: 'en' },
    branding: {
      organisationName: 'Praxis Dr. Weber',
      displayName: 'Praxis Dr. Weber',
      logoUrl: null,
      primaryColour: '#0b5d7a',
      termsUrl: null,
      privacyUrl: 'https://praxis-weber.example/datenschutz',
    },
    mailbox: { id: mailboxId, address: mockAddress, ...mailbox },
    otherMailboxes: [],
    credentials: { salt, authKey, wrappedIdentity },
    recoveryCodes: [],
    recoveryTokens: new Set(),
    sessions: [],
    appPasswords: [],
    messages: [],
    recipients: new Map(),
    organisation: { settings: defaultSettings(), language: 'de', domainRules: [] },
    contents: new Map(),
    completions: [],
  }
}

const dayMs = 86_400_000

/** Puts one sealed message into the world, newest first. */
export function addMessage(world: MockWorld, mail: MockMail): MockMessage {
  const conversation = generateIdentity()
  const content = encodeUtf8(mail.mime ?? plainMail(mail.subject, mail.copies[0]?.address ?? ''))
  const contentId = keepContent(world, encryptBytes(content, [conversation.recipient]))
  const messageId = newId<MessageId>()
  const envelope = JSON.stringify({
    messageId,
    conversationIdentity: conversation.identity,
    answersKey: encodeBase64Url(randomBytes(32)),
    subject: mail.subject,
    names: Object.fromEntries(
      mail.copies.flatMap(({ address, name }) => (name === undefined ? [] : [[address, name]])),
    ),
  } satisfies MessageEnvelope)
  const copies = mail.copies.map((copy) => toCopyView(world, copy, mail.sentAt))
  const answers = (mail.answers ?? []).map((answer): AnswerView => {
    const file = encryptBytes(encodeUtf8(answer.mime), [vouchFor(world.mailbox.recipient)])
    const copy = copies[answer.copy] ?? raise('an answer belongs to a copy')
    return {
      id: newId(),
      copyId: copy.id,
      fromAddress: copy.address,
      verifiedBy: copy.check ?? 'sms',
      receivedAt: answer.receivedAt.toISOString(),
      sizeBytes: file.length,
      contentId: keepContent(world, file),
      readAt: answer.read === true ? answer.receivedAt.toISOString() : null,
    }
  })
  const expiresAt = mail.expiresAt ?? new Date(mail.sentAt.getTime() + 30 * dayMs)
  const message: MockMessage = {
    conversationIdentity: conversation.identity,
    contentId,
    answers,
    received: null,
    view: {
      id: messageId,
      mailboxId: world.mailbox.id,
      sentAt: mail.sentAt.toISOString(),
      expiresOn: dayOf(expiresAt, 'Europe/Berlin'),
      expiresAt: expiresAt.toISOString(),
      removedAt: null,
      sizeBytes: content.length,
      sealedEnvelope: encodeBase64Url(encryptBytes(encodeUtf8(envelope), [vouchFor(world.mailbox.recipient)])),
      copies,
      password: null,
    },
  }
  world.messages.push(message)
  world.messages.sort((a, b) => b.view.sentAt.localeCompare(a.view.sentAt))
  return message
}

function keepContent(world: MockWorld, file: Uint8Array): ContentId {
  const id = newId<ContentId>()
  world.contents.set(id, file)
  return id
}

function toCopyView(world: MockWorld, copy: MockCopy, sentAt: Date): CopyView {
  const check = copy.check === undefined ? (copy.state === 'parked' ? null : 'sms') : copy.check
  const maskedNumber = check === 'sms' ? (copy.maskedNumber ?? '+49 ••• ••• 89') : null
  const recipient = recipientOfAddress(world, copy.address)
  recipient.view = {
    ...recipient.view,
    check,
    maskedNumber,
    lockedAt: copy.state === 'locked' ? sentAt.toISOString() : null,
  }
  const reached = copy.state !== 'parked' && copy.state !== 'queued' && copy.state !== 'failed'
  return {
    id: newId(),
    recipientId: recipient.view.id,
    address: copy.address,
    check,
    maskedNumber,
    state: copy.state,
    route: 'portal',
    routeRule: 'organisation',
    asksForPassword: false,
    signsIn: copy.signsIn ?? false,
    notifiedAt: reached ? sentAt.toISOString() : null,
    openedAt: copy.openedAt ?? (copy.state === 'opened' ? new Date(sentAt.getTime() + 3_600_000).toISOString() : null),
    newLinkRequestedAt: copy.newLinkRequestedAt ?? null,
    numberReportedWrongAt: copy.numberReportedWrongAt ?? null,
  }
}

/** The recipient with this address, made when it is new. */
export function recipientOfAddress(world: MockWorld, address: string): MockRecipient {
  const known = world.recipients.get(address)
  if (known !== undefined) return known
  const view = { id: newId<RecipientId>(), address, check: null, maskedNumber: null, lockedAt: null, route: null }
  const recipient: MockRecipient = { view, access: null }
  world.recipients.set(address, recipient)
  return recipient
}

export const plainMail = (subject: string, to: string, from = `"Dr. Anna Weber" <${mockAddress}>`): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'Date: Fri, 20 Nov 2026 10:12:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'Guten Tag,',
    '',
    'Ihre Laborwerte sind da und in Ordnung. Bitte nehmen Sie die Tabletten',
    'noch bis Ende des Monats weiter und vereinbaren Sie dann einen Termin.',
    '',
    'Freundliche Grüße',
    'Dr. Anna Weber',
    '',
  ].join('\r\n')

export function raise(why: string): never {
  throw new Error(why)
}
