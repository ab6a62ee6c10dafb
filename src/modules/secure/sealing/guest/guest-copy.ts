import { timingSafeEqual } from 'node:crypto'
import type { CheckKind } from '../../../../contract/check-kind.ts'
import { copyWrapContext } from '../../../../contract/messages.ts'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { ContentId, CopyId, MessageId, OrganisationId, RecipientId } from '../../../../lib/id/identifiers.ts'
import type { Day } from '../../../../lib/time/index.ts'
import type { AuthenticRecipient } from '../../../../platform/age/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { accessProofContext, sha256, shareContext } from '../access.ts'
import { messageTarget } from '../encryption-targets.ts'
import { stateOfCopy } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { holdCopy, readCopy, readMessage } from '../store.ts'
import type { CopyRow, MessageRow } from '../tables.ts'

/** One recipient's copy as the portal needs it; holds no key material. */
export interface GuestCopy {
  readonly organisationId: OrganisationId
  readonly id: CopyId
  readonly messageId: MessageId
  readonly recipientId: RecipientId
  readonly recipientAddress: string
  readonly check: CheckKind
  readonly reference: string
  readonly accessSalt: Buffer | null
  /** The access code is the password that came with encrypted files. */
  readonly asksForPassword: boolean
  /** Names the link that is in force; it changes when the sender replaces the link. */
  readonly linkHash: Buffer
  readonly sender: { readonly name: string; readonly address: string }
  readonly sentAt: Date
  /** The last day on which it can be opened, or could be. */
  readonly lastDay: Day
  readonly expiresAt: Date
  /** `lost`: the server's share is gone, though nobody ended the access; the sender can give a new link. */
  readonly state: 'open' | 'expired' | 'revoked' | 'lost'
  /** When it was closed; the expiry while it is open. */
  readonly closesAt: Date
  readonly contentId: ContentId | null
  readonly sizeBytes: number
}

function toGuestCopy(copy: CopyRow, message: MessageRow, now: Date): GuestCopy | null {
  if (copy.check_kind === null || copy.reference === null || copy.token_hash === null) return null
  return {
    organisationId: copy.organisation_id,
    id: copy.id,
    messageId: message.id,
    recipientId: copy.recipient_id,
    recipientAddress: copy.address,
    check: copy.check_kind,
    reference: copy.reference,
    accessSalt: copy.access_salt,
    asksForPassword: copy.portal_password,
    linkHash: copy.token_hash,
    sender: { name: message.sender_name, address: message.sender_address },
    sentAt: message.sent_at,
    lastDay: message.expires_on,
    expiresAt: message.expires_at,
    state: stateOfCopy(copy, message, now),
    closesAt: copy.closed_at ?? message.removed_at ?? message.expires_at,
    contentId: message.content_id,
    sizeBytes: Number(message.size_bytes),
  }
}

export async function readGuestCopy(deps: SealingDeps, tx: Tx, copyId: CopyId): Promise<GuestCopy | null> {
  const copy = await readCopy(tx, copyId)
  const message = copy === undefined ? undefined : await readMessage(tx, copy.message_id)
  const found = copy === undefined || message === undefined ? null : toGuestCopy(copy, message, deps.clock.now())
  if (copy === undefined || found?.state !== 'open') return found
  const isThere = copy.sealed_share !== null && (await deps.shred.holds(copy.sealed_share))
  return isThere ? found : { ...found, state: 'lost' }
}

/** Whether the page derived the agreed access code; false where the copy has no access code. */
export async function holdsAccessCode(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly copyId: CopyId; readonly proof: Uint8Array },
): Promise<boolean> {
  const copy = await readCopy(tx, input.copyId)
  if (copy === undefined || copy.sealed_access_proof === null) return false
  const expected = await deps.shred.open(copy.sealed_access_proof, accessProofContext(copy.id))
  return timingSafeEqual(sha256(expected), sha256(input.proof))
}

export interface ReleasedShare {
  readonly serverShare: Buffer
  readonly wrappedIdentity: Buffer
  readonly wrapContext: string
  /** The mailbox that answers are encrypted to; null when its stored key is not authentic. */
  readonly mailboxRecipient: AuthenticRecipient | null
}

/**
 * The server's half of the key. The caller has passed the recipient's check; the clock and the state are checked here
 * again. Whoever revokes at this moment hears that it is done only after the caller's transaction has ended.
 */
export async function releaseShare(deps: SealingDeps, tx: Tx, copyId: CopyId): Promise<ReleasedShare> {
  const copy = await holdCopy(tx, copyId)
  const message = copy === undefined ? undefined : await readMessage(tx, copy.message_id)
  if (
    copy === undefined ||
    message === undefined ||
    copy.sealed_share === null ||
    copy.wrapped_identity === null ||
    stateOfCopy(copy, message, deps.clock.now()) !== 'open'
  ) {
    throw new AppError('refused', 'portal.closed', 'This message can no longer be opened.', { reason: 'gone' })
  }
  return {
    serverShare: await deps.shred.open(copy.sealed_share, shareContext(copy.id)),
    wrappedIdentity: copy.wrapped_identity,
    wrapContext: copyWrapContext(copy.id),
    mailboxRecipient: messageTarget(deps, message),
  }
}
