import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'

export type IdentityTables = {
  credentials: {
    organisation_id: OrganisationId
    account_id: string
    salt: Buffer
    verifier: Buffer
    wrapped_identity: Buffer
    recipient: string
    recipient_mac: Buffer | null
    changed_at: Date
  }
  recovery_codes: {
    organisation_id: OrganisationId
    id: string
    account_id: string
    verifier: Buffer
    wrapped_identity: Buffer
    created_at: Date
  }
  recovery_tokens: {
    organisation_id: OrganisationId
    account_id: string
    code_id: string
    token_hash: Buffer
    expires_at: Date
  }
  app_passwords: {
    organisation_id: OrganisationId
    id: string
    account_id: string
    name: string
    verifier: Buffer
    wrapped_identity: Buffer
    created_at: Date
    last_used_at: Date | null
  }
  sessions: {
    organisation_id: OrganisationId
    id: string
    account_id: string
    token_hash: Buffer
    share: Buffer | null
    device: string
    started_at: Date
    last_seen_at: Date
    ended_at: Date | null
  }
  known_networks: { organisation_id: OrganisationId; account_id: string; network_hash: Buffer; last_at: Date }
  relay_credentials: {
    organisation_id: OrganisationId
    id: string
    name: string
    user_name: string
    verifier: Buffer
    created_at: Date
    last_used_at: Date | null
  }
  sign_in_failures: {
    name_hash: Buffer
    network_hash: Buffer
    address_hash: Buffer | null
    secret_hash: Buffer
    failed_at: Date
  }
  sign_in_lockouts: { address_hash: Buffer; sealed_address: Buffer; times: number; locked_at: Date; ends_at: Date }
  sign_in_lockout_names: { address_hash: Buffer; name_hash: Buffer; of_organisation: OrganisationId | null }
}

/** The transaction with identity's tables in view. */
export const tablesOf = (tx: Tx) => tx.$extendTables<IdentityTables>()

/** Whose rows are meant; inserts need both, because row-level security checks but does not fill in the organisation. */
export interface AccountKey {
  readonly organisationId: OrganisationId
  readonly accountId: string
}
