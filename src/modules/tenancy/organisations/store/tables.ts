import type { AccountId, MailboxId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Route } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'

export type Language = 'de' | 'en'

export type DirectoryTables = {
  organisations: { organisation_id: OrganisationId; name: string; language: Language; created_at: Date }
  organisation_settings: { organisation_id: OrganisationId; decided: Readonly<Record<string, unknown>> }
  domain_rules: { organisation_id: OrganisationId; domain: string; route: Route; listed_hosts: string[] }
  branding: {
    organisation_id: OrganisationId
    display_name: string
    primary_colour: string
    terms_url: string | null
    privacy_url: string | null
  }
  logos: { organisation_id: OrganisationId; media_type: string; content: Buffer; sha256: Buffer }
  domains: { organisation_id: OrganisationId; domain: string; verification_token: string; verified_at: Date | null }
  accounts: {
    organisation_id: OrganisationId
    id: AccountId
    address: string
    display_name: string
    is_admin: boolean
    language: Language
    created_at: Date
    closed_at: Date | null
  }
  mailboxes: {
    organisation_id: OrganisationId
    id: MailboxId
    address: string
    display_name: string
    recipient: string
    recipient_mac: Buffer | null
    kind: 'personal' | 'shared'
    created_at: Date
  }
  mailbox_members: {
    organisation_id: OrganisationId
    mailbox_id: MailboxId
    account_id: AccountId
    sealed_identity: Buffer
  }
}

/** The transaction with the directory's tables in view. */
export const tablesOf = (tx: Tx) => tx.$extendTables<DirectoryTables>()
