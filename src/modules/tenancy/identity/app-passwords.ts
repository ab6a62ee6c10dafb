import { parseAppPassword } from '../../../lib/account-keys/index.ts'
import type { AccountId, AppPasswordId, MailboxId, OrganisationId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { appPasswordKeysSync } from '../../../platform/split-key/index.ts'
import type { AuditActor } from '../audit/index.ts'
import type { Account, Mailbox } from '../organisations/index.ts'
import { identityErrors } from './errors.ts'
import { nobody } from './identity-deps.ts'
import type { IdentityParts } from './identity-parts.ts'
import { nameOf } from './attempt-hashes.ts'
import {
  deleteAppPassword,
  insertAppPassword,
  readAppPasswords,
  readAppPasswordSecrets,
  touchAppPassword,
} from './store/app-passwords.ts'
import type { AccountKey } from './store/tables.ts'
import { decodeKey, decodeWrapped, findVerified, verifierOf } from './verifier.ts'

const maxPerAccount = 50
const touchEveryMs = 60_000

export interface NewAppPassword extends AccountKey {
  /** "Thunderbird on the front desk" */
  readonly name: string
  readonly authKey: string
  readonly wrappedIdentity: string
  readonly actor: AuditActor
}

/** Registers what `makeAppPassword` made on the client; returns its identifier. */
export async function addAppPassword(parts: IdentityParts, tx: Tx, made: NewAppPassword): Promise<AppPasswordId> {
  const createdAt = parts.clock.now()
  const id = uuidV7<AppPasswordId>(createdAt.getTime())
  const name = parseName(made.name)
  const row = {
    id,
    name,
    verifier: verifierOf(decodeKey(made.authKey)),
    wrappedIdentity: decodeWrapped(made.wrappedIdentity),
    createdAt,
  }
  const existing = await readAppPasswords(tx, made.accountId)
  if (existing.length >= maxPerAccount) throw identityErrors.tooManyAppPasswords()
  if (!(await insertAppPassword(tx, made, row))) throw identityErrors.appPasswordTaken()
  await parts.audit.record(tx, {
    organisationId: made.organisationId,
    action: 'app-password.added',
    actor: made.actor,
    subject: { kind: 'account', id: made.accountId },
    detail: { name },
  })
  return id
}

export async function removeAppPassword(
  parts: IdentityParts,
  tx: Tx,
  removed: AccountKey & { readonly id: AppPasswordId; readonly actor: AuditActor },
): Promise<void> {
  const name = await deleteAppPassword(tx, removed)
  if (name === undefined) throw identityErrors.appPasswordUnknown()
  await parts.audit.record(tx, {
    organisationId: removed.organisationId,
    action: 'app-password.removed',
    actor: removed.actor,
    subject: { kind: 'account', id: removed.accountId },
    detail: { name },
  })
}

/** A short name for a list; printable characters only. */
export function parseName(text: string): string {
  const name = text.normalize('NFC').trim()
  if (name === '' || name.length > 60 || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name))
    throw identityErrors.nameInvalid()
  return name
}

export interface MailLogin {
  readonly user: string
  readonly password: string
  readonly remoteAddress: string
}

/** Who submits mail, and as whom they may. */
export interface SubmissionIdentity {
  readonly organisationId: OrganisationId
  readonly accountId: AccountId
  readonly mailboxId: MailboxId
  readonly mailboxAddress: string
  /** Addresses the account may write in From: those of its mailboxes. */
  readonly allowedFrom: readonly string[]
  readonly displayName: string
  readonly language: 'de' | 'en'
}

/** `too-many`: this network is refused for now; the answer to the mail program is a temporary one. */
export type LoginResult<Who> =
  | { readonly accepted: true; readonly who: Who }
  | { readonly accepted: false; readonly reason: 'wrong' | 'too-many' }

/**
 * A correct app password is accepted whatever its network did before, because 160 random bits are not guessed; but not
 * from an internet address that is locked out: throws AppError `identity.locked-out`.
 */
export async function checkAppPassword(
  parts: IdentityParts,
  login: MailLogin,
): Promise<LoginResult<SubmissionIdentity>> {
  const secret = parseAppPassword(login.password)
  const authKey = secret === null ? Buffer.alloc(32) : appPasswordKeysSync(secret).authKey
  const found = await parts.directory.findAccountByAddress(login.user)
  const attempt = {
    name: nameOf(login.user),
    remoteAddress: login.remoteAddress,
    secret: login.password,
    organisationId: found?.organisationId ?? null,
  }
  await parts.gate.requireOpen(attempt)
  const key = found ?? nobody
  const who = await parts.database.withOrganisation(key.organisationId, (tx) =>
    useAppPassword(parts, tx, { key, authKey }),
  )
  parts.counted('app-password', who === undefined ? 'refused' : 'accepted')
  if (who !== undefined) return { accepted: true, who }
  return { accepted: false, reason: (await parts.gate.recordFailure(attempt)) ? 'wrong' : 'too-many' }
}

async function useAppPassword(
  { clock, directory }: IdentityParts,
  tx: Tx,
  { key, authKey }: { readonly key: AccountKey; readonly authKey: Uint8Array },
): Promise<SubmissionIdentity | undefined> {
  const verified = findVerified(await readAppPasswordSecrets(tx, key.accountId), authKey)
  if (verified === undefined) return undefined
  const account = await directory.getAccount(tx, key.accountId)
  const mailboxes = await directory.mailboxesOf(tx, key.accountId)
  const [personal] = mailboxes
  if (account === undefined || personal === undefined) return undefined
  const now = clock.now()
  const isTouchDue = verified.lastUsedAt === null || now.getTime() - verified.lastUsedAt.getTime() >= touchEveryMs
  if (isTouchDue) await touchAppPassword(tx, verified.id, now)
  return presentSubmitter(key.organisationId, { account, personal, mailboxes })
}

function presentSubmitter(
  organisationId: OrganisationId,
  { account, personal, mailboxes }: { account: Account; personal: Mailbox; mailboxes: readonly Mailbox[] },
): SubmissionIdentity {
  return {
    organisationId,
    accountId: account.id,
    mailboxId: personal.id,
    mailboxAddress: personal.address,
    allowedFrom: mailboxes.map(({ address }) => address),
    displayName: account.displayName,
    language: account.language,
  }
}
