import { parseAddress, type MailAddress } from '../../../lib/address/index.ts'
import type { OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { recipientErrors } from './errors.ts'
import { findOrInsert, readByAddresses, type Recipient } from './store/recipients.ts'

export interface WantedRecipients {
  readonly organisationId: OrganisationId
  /** As they are written; the same mailbox twice gives one recipient, written as it was first. */
  readonly addresses: readonly string[]
  /** The account that wrote to them first; null for a relay. */
  readonly createdBy?: string | null
}

/** One recipient for each different address, in the order given. Throws AppError `recipients.address-invalid`. */
export async function findOrCreate(clock: Clock, tx: Tx, wanted: WantedRecipients): Promise<readonly Recipient[]> {
  const written = new Map<string, string>()
  for (const parsed of wanted.addresses.map(parseOrRefuse))
    if (!written.has(parsed.address)) written.set(parsed.address, parsed.written)
  const addresses = [...written.keys()]
  if (addresses.length === 0) return []
  const at = clock.now()
  // Sorted, so that two messages to the same people insert in the same order and cannot block each other.
  const made = addresses
    .toSorted()
    .map((address) => ({ id: uuidV7<RecipientId>(at.getTime()), address, written: written.get(address) ?? address }))
  const { organisationId, createdBy = null } = wanted
  const rows = await findOrInsert(tx, organisationId, { recipients: made, createdBy, at })
  const byAddress = new Map(rows.map((row) => [row.address, row]))
  const missing = addresses.filter((address) => !byAddress.has(address))
  if (missing.length > 0) for (const row of await readByAddresses(tx, missing)) byAddress.set(row.address, row)
  return addresses.map((address) => byAddress.get(address) ?? refuseUnknown())
}

function parseOrRefuse(text: string): MailAddress {
  const parsed = parseAddress(text)
  if (parsed === null) throw recipientErrors.invalidAddress()
  return parsed
}

function refuseUnknown(): never {
  throw recipientErrors.unknown()
}
