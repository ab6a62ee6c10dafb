import { createHash, randomBytes } from 'node:crypto'
import type { OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { SentCode } from './store/tables.ts'
import {
  deleteTrustedDevice,
  hasTrustedDevice,
  insertTrustedDevice,
  pruneTrustedDevices,
} from './store/trusted-devices.ts'

const trustMs = 30 * 86_400_000
const maxDevices = 20
const tokenBytes = 32

export interface TrustedDevice {
  /** For a cookie of the portal; only its hash is kept. */
  readonly token: Buffer
  readonly expiresAt: Date
}

export interface TrustedBrowser {
  readonly organisationId: OrganisationId
  readonly recipientId: RecipientId
  /** What was passed just now. */
  readonly check: SentCode
  /** The browser's token from another recipient, so that one cookie serves all. */
  readonly token?: Uint8Array | undefined
}

const hashOf = (token: Uint8Array) => createHash('sha256').update(token).digest()

/** Trusts the browser of a recipient who has just passed the check. The oldest of more than 20 is forgotten. */
export async function trustDevice(clock: Clock, tx: Tx, trusted: TrustedBrowser): Promise<TrustedDevice> {
  const { organisationId, recipientId, check } = trusted
  const at = clock.now()
  const token = Buffer.from(trusted.token ?? randomBytes(tokenBytes))
  const expiresAt = new Date(at.getTime() + trustMs)
  const id = uuidV7(at.getTime())
  await insertTrustedDevice(tx, { organisationId, id, recipientId, check, tokenHash: hashOf(token), at, expiresAt })
  await pruneTrustedDevices(tx, recipientId, maxDevices)
  return { token, expiresAt }
}

export interface ShownDevice {
  readonly recipientId: RecipientId
  readonly token: Uint8Array
  /** What the message asks for. Trust after a text message covers an e-mail code, not the other way round. */
  readonly check: SentCode
}

/** Of anything that is not a token of this recipient the answer is false. */
export const isTrustedDevice = (clock: Clock, tx: Tx, { recipientId, token, check }: ShownDevice): Promise<boolean> =>
  hasTrustedDevice(
    tx,
    { recipientId, tokenHash: hashOf(token), checks: check === 'email' ? ['email', 'sms'] : ['sms'] },
    clock.now(),
  )

export const forgetDevice = (
  tx: Tx,
  { recipientId, token }: { readonly recipientId: RecipientId; readonly token: Uint8Array },
): Promise<void> => deleteTrustedDevice(tx, { recipientId, tokenHash: hashOf(token) })
