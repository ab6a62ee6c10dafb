/**
 * Outside recipients, as one organisation knows them: how each proves who they are, the route they always take, wrong
 * attempts and lock, devices they trust.
 *
 * Owns: tables recipients, access_keys, trusted_devices; the recipient endpoints of src/contract/messages.ts; the job
 * recipients.sweep.
 * Invariants: numbers and derived access codes are stored under the transit key only, and an access code itself never
 * arrives; a number lies in a country that the organisation allowed when it was set; a changed check ends trust in every
 * device; every change is in the audit log of the same transaction.
 * Deliberately not here: codes and their limits (portal), sending texts (sms), wraps of messages (sealing).
 */
export { createRecipients } from './create-recipients.ts'
export type { AccessKey, Recipients } from './recipients.ts'
export type { WantedRecipients } from './find-or-create.ts'
export type { RecipientsDeps } from './recipients-deps.ts'
export type { CheckChange, NewCheck } from './set-check.ts'
export type { RouteChange } from './set-route.ts'
export type { Recipient } from './store/recipients.ts'
export type { TrustedDevice } from './trusted-devices.ts'
