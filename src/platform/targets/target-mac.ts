import type { OrganisationId } from '../../lib/id/identifiers.ts'
import type { TransitKey } from '../transit/transit-key.ts'

/** A stored public key that something is sealed to later, and the row it stands in. */
export interface EncryptionTarget {
  readonly kind: 'mailbox' | 'message' | 'account'
  readonly organisationId: OrganisationId
  /** Of the row. */
  readonly id: string
  /** Whose key it is: the address of a mailbox, the mailbox of a message, nothing for an account. */
  readonly holder: string
  /** age recipient. */
  readonly recipient: string
}

/** Changes when what is bound changes: a hash of another version is none. */
const version = '1'

/**
 * Binds a public key to its row under the server secret: who can write the database can neither exchange it nor move a
 * pair of key and hash to another row, organisation or holder.
 */
export function bindTarget(transit: TransitKey, target: EncryptionTarget): Buffer {
  const { kind, organisationId, id, holder, recipient } = target
  return transit.keyedHash('encryption-target', version, kind, organisationId, id, holder, recipient)
}
