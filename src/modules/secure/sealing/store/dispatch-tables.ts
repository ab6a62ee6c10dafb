import type { ContentId, CopyId, MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'

export interface DispatchRow {
  organisation_id: OrganisationId
  message_id: MessageId
  /** What is needed to send the message on its way, under a key that ends with it. */
  sealed_order: Buffer
  created_at: Date
}

export interface PackageRow {
  organisation_id: OrganisationId
  message_id: MessageId
  zip_content_id: ContentId
  pdf_content_id: ContentId
  created_at: Date
}

export interface FallbackRow {
  organisation_id: OrganisationId
  copy_id: CopyId
  /** The portal mail, under a key that ends with it. */
  sealed_mail: Buffer
}

export interface PasswordRow {
  organisation_id: OrganisationId
  message_id: MessageId
  /** An age file to the mailbox; null once erased. */
  sealed: Buffer | null
  /** When it was put before the sender; until then it waits for the text messages to arrive. */
  shown_at: Date | null
  /** When texts took it to everybody, or the sender passed it on; null while nobody is known to have it. */
  passed_on_at: Date | null
  erases_at: Date
  erased_at: Date | null
}

export type DispatchTables = {
  dispatches: DispatchRow
  packages: PackageRow
  fallbacks: FallbackRow
  message_passwords: PasswordRow
}
