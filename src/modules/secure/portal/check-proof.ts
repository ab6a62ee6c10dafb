import { timingSafeEqual } from 'node:crypto'
import type { BodyOf } from '../../../contract/endpoint.ts'
import type { CheckKind } from '../../../contract/check-kind.ts'
import type { openMessage } from '../../../contract/portal.ts'
import { decodeBase64Url } from '../../../lib/bytes/index.ts'
import { readSixDigits } from '../../../lib/text/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { maxTriesPerCode } from './code-rules.ts'
import { hashCode } from './code-hash.ts'
import type { Guest } from './guest-session.ts'
import type { PortalDeps } from './ports.ts'
import { countWrongTry, readLiveCode, removeCode } from './store.ts'

export type Proof = BodyOf<typeof openMessage>['proof']

export interface Attempt {
  readonly guest: Guest
  readonly proof: Proof
  /** Trusted-device cookie, if the browser has one. */
  readonly device: string | undefined
}

export type Verdict =
  | { readonly passed: true; readonly by: CheckKind; readonly trustedDevice: boolean }
  | { readonly passed: false; readonly lockedNow: boolean }

/** Proofs that somebody could try out: they are counted, and tried one at a time. */
export const isGuessable = (proof: Proof) => proof.kind === 'code' || proof.kind === 'access-code'

async function isLiveCode(deps: PortalDeps, tx: Tx, shown: { readonly guest: Guest; readonly code: string }) {
  const { copy } = shown.guest
  const live =
    copy.check === 'access-code'
      ? undefined
      : await readLiveCode(tx, { copyId: copy.id, now: deps.clock.now(), maxTries: maxTriesPerCode })
  const hash = hashCode(deps, copy.id, shown.code)
  // Compared even without a live code, so that the answer takes the same time.
  const isEqual = timingSafeEqual(hash, live?.code_hash ?? hashCode(deps, copy.id, ''))
  if (live === undefined || !isEqual) {
    await countWrongTry(tx, copy.id)
    return false
  }
  await removeCode(tx, copy.id)
  return true
}

/** Both forms of one typed code are one try. */
async function isAccessCode(
  deps: PortalDeps,
  tx: Tx,
  { guest, proofs }: { readonly guest: Guest; readonly proofs: readonly (string | undefined)[] },
): Promise<boolean> {
  const { copy } = guest
  if (copy.check !== 'access-code') return false
  for (const shown of proofs) {
    const proof = shown === undefined ? null : decodeBase64Url(shown)
    if (proof !== null && (await deps.guest.holdsAccessCode(tx, { copyId: copy.id, proof }))) return true
  }
  return false
}

async function passes(deps: PortalDeps, tx: Tx, attempt: Attempt): Promise<boolean> {
  const { guest, proof, device } = attempt
  const { copy, session } = guest
  switch (proof.kind) {
    case 'code':
      return isLiveCode(deps, tx, { guest, code: readSixDigits(proof.code) ?? '' })
    case 'access-code':
      return isAccessCode(deps, tx, { guest, proofs: [proof.accessProof, proof.formerProof] })
    case 'trusted-device':
      return (
        copy.check !== 'access-code' &&
        device !== undefined &&
        (await deps.mayTrustDevices(tx, copy.organisationId)) &&
        deps.recipients.isTrustedDevice(tx, { recipientId: copy.recipientId, device, check: copy.check })
      )
    case 'session':
      return session.verified_by !== null
  }
}

async function countFailure(deps: PortalDeps, tx: Tx, { copy }: Guest): Promise<Verdict> {
  const counted = await deps.recipients.recordFailure(tx, copy.recipientId)
  if (counted === 'locked') await deps.guest.notifySender(tx, { copy, what: 'recipient-locked' })
  await deps.audit.record(tx, {
    organisationId: copy.organisationId,
    action: 'check.failed',
    actor: { kind: 'recipient', id: copy.recipientId, label: copy.recipientAddress },
    subject: { kind: 'copy', id: copy.id },
    detail: { by: copy.check },
  })
  return { passed: false, lockedNow: counted === 'locked' }
}

/**
 * Judges a proof and counts what was guessable; a page whose session or trusted device has ended learns that without being
 * counted, and passing with one of them does not clear the count. The caller holds the recipient's lock.
 */
export async function checkProof(deps: PortalDeps, tx: Tx, attempt: Attempt): Promise<Verdict> {
  const { guest, proof } = attempt
  const hasPassed = await passes(deps, tx, attempt)
  if (!isGuessable(proof)) {
    if (!hasPassed) return { passed: false, lockedNow: false }
    return { passed: true, by: guest.session.verified_by ?? guest.copy.check, trustedDevice: proof.kind !== 'session' }
  }
  if (!hasPassed) return countFailure(deps, tx, guest)
  await deps.recipients.clearFailures(tx, guest.copy.recipientId, guest.copy.check)
  return { passed: true, by: guest.copy.check, trustedDevice: false }
}
