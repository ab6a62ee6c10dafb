import { hash, randomBytes, randomInt } from 'node:crypto'
import type { CheckKind } from '../../../contract/check-kind.ts'
import { copyWrapContext } from '../../../contract/messages.ts'
import type { CopyId } from '../../../lib/id/identifiers.ts'
import { formatCopyKeys, formatLinkSecret, generateLinkSecret, type LinkSecret } from '../../../lib/split-key/index.ts'
import type { AuthenticRecipient } from '../../../platform/age/index.ts'
import {
  accessKeysSync,
  answerIdentitySync,
  deriveLinkProofSync,
  wrapIdentitySync,
} from '../../../platform/split-key/index.ts'
import type { Sealer } from '../../../platform/shred/shred.ts'
import type { CopyRow } from './tables.ts'

const tokenBytes = 16
const shareBytes = 32
const referenceLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

export const sha256 = (data: Uint8Array | string): Buffer => hash('sha256', data, 'buffer')

/** What binds a sealed value to its copy: it cannot be moved to another one. */
export const shareContext = (copyId: CopyId): string => `copies.share:${copyId}`
export const accessProofContext = (copyId: CopyId): string => `copies.access-proof:${copyId}`

/** The columns that let one recipient in, and the two link halves that leave with the notification and are then forgotten. */
export interface GrantedAccess {
  readonly columns: Pick<
    CopyRow,
    | 'reference'
    | 'wrapped_identity'
    | 'sealed_share'
    | 'access_salt'
    | 'sealed_access_proof'
    | 'token_hash'
    | 'proof_hash'
  > & { readonly check_kind: CheckKind }
  readonly token: string
  readonly linkSecret: string
  readonly reference: string
}

export interface KnownShares {
  readonly link: LinkSecret
  readonly serverShare: Uint8Array
  readonly wrapped: Uint8Array
}

/** Four letters and digits that mail, page and text message show, so that they can be compared. */
export function makeReference(): string {
  return Array.from({ length: 4 }, () => referenceLetters[randomInt(referenceLetters.length)]).join('')
}

/** An access code as its wrap needs it. */
export interface AccessCode {
  readonly salt: Uint8Array
  readonly key: Uint8Array
}

/** Builds a copy's access from shares and wrap that exist (made here for SMTP, by the sender's client otherwise). */
export function accessFrom(
  sealer: Sealer,
  copyId: CopyId,
  input: {
    readonly check: CheckKind
    readonly access: AccessCode | null
    readonly shares: KnownShares
    readonly reference?: string
  },
): GrantedAccess {
  const { check, access, shares, reference = makeReference() } = input
  const token = randomBytes(tokenBytes).toString('base64url')
  const accessProof = access === null ? null : accessKeysSync(access.key).proof
  return {
    token,
    reference,
    linkSecret: formatLinkSecret(shares.link),
    columns: {
      check_kind: check,
      reference,
      wrapped_identity: Buffer.from(shares.wrapped),
      sealed_share: sealer.seal(shares.serverShare, shareContext(copyId)),
      access_salt: access === null ? null : Buffer.from(access.salt),
      sealed_access_proof: accessProof === null ? null : sealer.seal(accessProof, accessProofContext(copyId)),
      token_hash: sha256(token),
      proof_hash: sha256(deriveLinkProofSync(shares.link)),
    },
  }
}

/** The secrets of a message that its copies share, or that theirs follow from. */
export interface MessageKeys {
  readonly conversationIdentity: string
  /** Null in an order of version 0.1.0. */
  readonly answers: {
    /** base64url: see MessageEnvelope. */
    readonly key: string
    /** See CopyKeys. */
    readonly mailboxDigest: string
  } | null
}

/** What goes into the wrap of one copy. */
function copyKeysText(copyId: CopyId, { conversationIdentity, answers }: MessageKeys): string {
  // Without a key of its own in the sender's envelope an identity made here would be lost with the next link.
  if (answers === null) return conversationIdentity
  const own = answerIdentitySync(Buffer.from(answers.key, 'base64url'), copyId)
  return formatCopyKeys({ conversation: conversationIdentity, answers: own, mailbox: answers.mailboxDigest })
}

/** By which a page recognises the mailbox that its answers may be encrypted to. */
export const mailboxDigestOf = (recipient: AuthenticRecipient): string => sha256(recipient).toString('base64url')

/** Makes both shares and wraps the keys of a copy for a recipient whose check is known. */
export function grantAccess(
  sealer: Sealer,
  copyId: CopyId,
  input: {
    readonly check: CheckKind
    readonly access: AccessCode | null
    readonly keys: MessageKeys
    readonly reference?: string
  },
): GrantedAccess {
  const { access, keys } = input
  const link = generateLinkSecret()
  const serverShare = randomBytes(shareBytes)
  const accessKey = access?.key ?? new Uint8Array(0)
  const wrapped = wrapIdentitySync(
    { link, serverShare, accessKey, context: copyWrapContext(copyId) },
    copyKeysText(copyId, keys),
  )
  return accessFrom(sealer, copyId, { ...input, shares: { link, serverShare, wrapped } })
}

/** The columns of a copy that nobody can open: parked, revoked or expired. */
export const noAccess = {
  sealed_envelope: null,
  wrapped_identity: null,
  sealed_share: null,
  sealed_access_proof: null,
  access_salt: null,
} as const

/** The address behind the button of the notification. */
export function linkOf(publicUrl: string, access: { readonly token: string; readonly linkSecret: string }): string {
  return `${publicUrl}/o/${access.token}#${access.linkSecret}`
}
