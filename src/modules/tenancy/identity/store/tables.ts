import type {
  AccountId,
  AppPasswordId,
  OrganisationId,
  RecoveryCodeId,
  RelayId,
  SessionId,
} from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'

export type IdentityTables = {
  credentials: {
    organisation_id: OrganisationId
    account_id: AccountId
    salt: Buffer
    verifier: Buffer
    wrapped_identity: Buffer
    recipient: string
    recipient_mac: Buffer | null
    changed_at: Date
  }
  recovery_codes: {
    organisation_id: OrganisationId
    id: RecoveryCodeId
    account_id: AccountId
    verifier: Buffer
    wrapped_identity: Buffer
    created_at: Date
  }
  recovery_tokens: {
    organisation_id: OrganisationId
    account_id: AccountId
    code_id: RecoveryCodeId
    token_hash: Buffer
    expires_at: Date
  }
  app_passwords: {
    organisation_id: OrganisationId
    id: AppPasswordId
    account_id: AccountId
    name: string
    verifier: Buffer
    wrapped_identity: Buffer
    created_at: Date
    last_used_at: Date | null
  }
  sessions: {
    organisation_id: OrganisationId
    id: SessionId
    account_id: AccountId
    token_hash: Buffer
    share: Buffer | null
    device: string
    started_at: Date
    last_seen_at: Date
    ended_at: Date | null
  }
  known_networks: { organisation_id: OrganisationId; account_id: AccountId; network_hash: Buffer; last_at: Date }
  relay_credentials: {
    organisation_id: OrganisationId
    id: RelayId
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
  readonly accountId: AccountId
}
