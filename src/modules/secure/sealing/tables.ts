import type { CheckKind } from '../../../contract/check-kind.ts'
import type {
  AccountId,
  AnswerId,
  ContentId,
  CopyId,
  MailboxId,
  MessageId,
  OrganisationId,
  RecipientId,
} from '../../../lib/id/identifiers.ts'
import type { Route, RouteRule } from '../../../lib/policy/index.ts'
import type { Day } from '../../../lib/time/index.ts'
import type { ReplyAddress } from './reply-to.ts'

/** Stored states; "locked" belongs to the recipient and is added when a copy is presented. */
export type StoredCopyState = 'parked' | 'queued' | 'notified' | 'failed' | 'opened' | 'revoked' | 'expired'

export interface MessageRow {
  organisation_id: OrganisationId
  id: MessageId
  mailbox_id: MailboxId
  account_id: AccountId | null
  sender_name: string
  sender_address: string
  sent_at: Date
  /** The last day on which it can be opened, as the mail names it. */
  expires_on: Day
  /** The last millisecond of that day in the organisation's zone of that time. */
  expires_at: Date
  /** When the recipients' key shares were destroyed because the time was over. */
  ended_at: Date | null
  /** When everything was destroyed "for everyone". */
  removed_at: Date | null
  content_id: ContentId | null
  size_bytes: string | number
  mailbox_recipient: string
  /** Binds the recipient to this row. */
  mailbox_recipient_mac: Buffer | null
  sealed_envelope: Buffer | null
  dsn_ret: string | null
  dsn_envid: string | null
  /** MAIL FROM, as it was written; empty for the null sender. */
  return_path: string
  /** A program wrote it. */
  is_automatic: boolean
  /** Where its author wants answers to go. */
  reply_to: readonly ReplyAddress[]
}

export interface CopyRow {
  organisation_id: OrganisationId
  id: CopyId
  message_id: MessageId
  recipient_id: RecipientId
  /** As it was written in this message; whose it is, `recipient_id` says. */
  address: string
  route: Route
  route_rule: RouteRule
  /** The access code is the password of the encrypted files. */
  portal_password: boolean
  state: StoredCopyState
  check_kind: CheckKind | null
  /** Four letters and digits shown in the mail and on the page, to compare. */
  reference: string | null
  /** The recipient's own mailbox in this organisation; they need no link and no check. */
  mailbox_id: MailboxId | null
  /** The message's envelope, sealed to that mailbox; destroyed like the shares of others. */
  sealed_envelope: Buffer | null
  wrapped_identity: Buffer | null
  /** The server's share S under a key of the shred store, which ends with the access. */
  sealed_share: Buffer | null
  access_salt: Buffer | null
  /** Access code only: what the page must show to prove it derived the code, under the same key. */
  sealed_access_proof: Buffer | null
  token_hash: Buffer | null
  proof_hash: Buffer | null
  dsn_notify: string
  dsn_orcpt: string | null
  notified_at: Date | null
  opened_at: Date | null
  closed_at: Date | null
  new_link_requested_at: Date | null
  number_reported_wrong_at: Date | null
}

export interface AnswerRow {
  organisation_id: OrganisationId
  id: AnswerId
  message_id: MessageId
  copy_id: CopyId
  mailbox_id: MailboxId
  content_id: ContentId | null
  size_bytes: string | number
  verified_by: CheckKind
  received_at: Date
  read_at: Date | null
  request_key: string
}

/** A sealed content that is kept in the database because it is small; others are blobs. */
export interface SmallContentRow {
  organisation_id: OrganisationId
  id: ContentId
  sealed: Buffer
}

export type SealingTables = {
  messages: MessageRow
  copies: CopyRow
  answers: AnswerRow
  small_contents: SmallContentRow
}
