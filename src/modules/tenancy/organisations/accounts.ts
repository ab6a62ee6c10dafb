import { parseAddress } from '../../../lib/address/index.ts'
import type { AccountId, MailboxId, OrganisationId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import { isUsableRecipient } from '../../../platform/age/index.ts'
import { bindTarget } from '../../../platform/targets/target-mac.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor } from '../audit/index.ts'
import type { DirectoryDeps } from './directory-deps.ts'
import { parseDisplayName } from './display-name.ts'
import { verifiedDomains } from './domains.ts'
import { directoryErrors } from './errors.ts'
import { insertAccount, markAccountClosed, type Account } from './store/accounts.ts'
import { insertMailbox, insertMembers, type Mailbox, type MailboxMember } from './store/mailboxes.ts'
import type { Language } from './store/tables.ts'

export interface NewAccount {
  readonly organisationId: OrganisationId
  readonly address: string
  readonly displayName: string
  readonly isAdmin: boolean
  readonly language: Language
  readonly actor: AuditActor
}

export interface NewMailbox {
  readonly organisationId: OrganisationId
  readonly address: string
  readonly displayName: string
  readonly recipient: string
  readonly kind: 'personal' | 'shared'
  /** At least one: a mailbox that nobody can open must not exist. */
  readonly members: readonly MailboxMember[]
  readonly actor: AuditActor
}

const maxSealedBytes = 8192

/** The stored form of an address in one of the organisation's verified domains. */
async function parseOwnAddress(tx: Tx, text: string): Promise<string> {
  const parsed = parseAddress(text)
  if (parsed === null) throw directoryErrors.invalidAddress()
  if (!(await verifiedDomains(tx)).includes(parsed.domain)) throw directoryErrors.domainNotVerified()
  return parsed.address
}

export async function createAccount(deps: DirectoryDeps, tx: Tx, wanted: NewAccount): Promise<Account> {
  const now = deps.clock.now()
  const { organisationId, isAdmin, language, actor } = wanted
  const address = await parseOwnAddress(tx, wanted.address)
  const displayName = parseDisplayName(wanted.displayName)
  const account = { id: uuidV7<AccountId>(now.getTime()), address, displayName, isAdmin, language }
  if (!(await insertAccount(tx, { ...account, organisationId }, now))) throw directoryErrors.addressTaken()
  await deps.audit.record(tx, {
    organisationId,
    action: 'account.created',
    actor,
    subject: { kind: 'account', id: account.id },
    detail: { address, isAdmin },
  })
  return account
}

export async function createMailbox(deps: DirectoryDeps, tx: Tx, wanted: NewMailbox): Promise<Mailbox> {
  const now = deps.clock.now()
  const { organisationId, recipient, kind, members, actor } = wanted
  const address = await parseOwnAddress(tx, wanted.address)
  const displayName = parseDisplayName(wanted.displayName)
  const areSealed = members.every(({ sealedIdentity: { length } }) => length > 0 && length <= maxSealedBytes)
  if (members.length === 0 || !areSealed || !isHybridRecipient(recipient)) throw directoryErrors.invalidKeys()
  const id = uuidV7<MailboxId>(now.getTime())
  const recipientMac = bindTarget(deps.transit, { kind: 'mailbox', organisationId, id, holder: address, recipient })
  const mailbox = { id, address, displayName, recipient, recipientMac, kind }
  if (!(await insertMailbox(tx, { ...mailbox, organisationId }, now))) throw directoryErrors.addressTaken()
  await insertMembers(tx, { organisationId, mailboxId: mailbox.id }, members)
  await deps.audit.record(tx, {
    organisationId,
    action: 'mailbox.created',
    actor,
    subject: { kind: 'mailbox', id: mailbox.id },
    detail: { address, kind, members: members.length },
  })
  return mailbox
}

/** What cannot be encrypted to now would lose mail later. */
function isHybridRecipient(recipient: string): boolean {
  return /^age1pq1[0-9a-z]{1,4000}$/.test(recipient) && isUsableRecipient(recipient)
}

/** A closed account cannot sign in; its mailbox and what was sent from it stay. */
export async function closeAccount(
  deps: DirectoryDeps,
  tx: Tx,
  closing: { readonly organisationId: OrganisationId; readonly accountId: AccountId; readonly actor: AuditActor },
): Promise<void> {
  if (!(await markAccountClosed(tx, closing.accountId, deps.clock.now()))) throw directoryErrors.accountUnknown()
  await deps.audit.record(tx, {
    organisationId: closing.organisationId,
    action: 'account.closed',
    actor: closing.actor,
    subject: { kind: 'account', id: closing.accountId },
  })
}
