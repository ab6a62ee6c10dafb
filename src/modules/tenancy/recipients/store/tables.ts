import type { CheckKind } from '../../../../contract/check-kind.ts'
import type { AccessKeyId, OrganisationId, RecipientId } from '../../../../lib/id/identifiers.ts'
import type { Route } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'

/** The checks that send a code, which can make a browser trusted. */
export type SentCode = Exclude<CheckKind, 'access-code'>

export type RecipientTables = {
  recipients: {
    organisation_id: OrganisationId
    id: RecipientId
    address: string
    written_address: string
    check_kind: CheckKind | null
    sealed_number: Buffer | null
    number_hash: Buffer | null
    masked_number: string | null
    access_key_id: AccessKeyId | null
    route: Route | null
    created_by: string | null
    created_at: Date
    updated_at: Date
    failures: number
    locked_at: Date | null
  }
  access_keys: {
    organisation_id: OrganisationId
    id: AccessKeyId
    recipient_id: RecipientId
    sealed_key: Buffer
    salt: Buffer
    created_at: Date
  }
  trusted_devices: {
    organisation_id: OrganisationId
    id: string
    recipient_id: RecipientId
    check_kind: SentCode
    token_hash: Buffer
    created_at: Date
    expires_at: Date
  }
}

/** The transaction with the tables of recipients in view. */
export const tablesOf = (tx: Tx) => tx.$extendTables<RecipientTables>()
