import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { BodyOf } from '../../../contract/endpoint.ts'
import type { CheckKind } from '../../../contract/messages.ts'
import type { openMessage as openMessageEndpoint, OpenedMessage } from '../../../contract/portal.ts'
import { decodeBase64Url, encodeBase64Url } from '../../../lib/bytes/index.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { maxTriesPerCode } from '../code-rules.ts'
import { withGuest, type Guest } from '../guest-session.ts'
import type { PortalDeps } from '../ports.ts'
import { countWrongTry, lockLiveCode, markVerified, removeCode } from '../store.ts'
import { hashCode, requireOpen } from './request-code.ts'

export interface Opening {
  readonly authorization: string | undefined
  readonly device: string | undefined
  readonly body: BodyOf<typeof openMessageEndpoint>
}

export interface Opened {
  readonly message: OpenedMessage
  /** A new trusted-device token for the browser to keep. */
  readonly device: string | null
}

type Verdict =
  | { readonly passed: true; readonly by: CheckKind; readonly trustedDevice: boolean }
  | { readonly passed: false; readonly lockedNow: boolean }

function wrong(): AppError {
  return new AppError(
    'refused',
    'portal.code-wrong',
    'That code is not correct, or no longer valid. Check it, or request a new one.',
  )
}

function locked(): AppError {
  return new AppError('refused', 'portal.locked', 'Too many wrong codes. The sender was told and can let you in again.')
}

async function checkCode(deps: PortalDeps, tx: Tx, guest: Guest, code: string): Promise<boolean> {
  const { copy } = guest
  const live =
    copy.check === 'access-code'
      ? undefined
      : await lockLiveCode(tx, { copyId: copy.id, now: deps.clock.now(), maxTries: maxTriesPerCode })
  const shown = hashCode(deps, copy.id, code)
  // Compared even without a live code, so that the answer takes the same time.
  const isEqual = timingSafeEqual(shown, live?.code_hash ?? hashCode(deps, copy.id, ''))
  if (live === undefined || !isEqual) {
    await countWrongTry(tx, copy.id)
    return false
  }
  await removeCode(tx, copy.id)
  return true
}

async function passes(deps: PortalDeps, tx: Tx, guest: Guest, opening: Opening): Promise<boolean> {
  const { copy, session } = guest
  const { proof } = opening.body
  switch (proof.kind) {
    case 'code':
      return checkCode(deps, tx, guest, proof.code)
    case 'access-code': {
      const derived = decodeBase64Url(proof.accessProof)
      return (
        derived !== null &&
        copy.check === 'access-code' &&
        deps.guest.holdsAccessCode(tx, { copyId: copy.id, proof: derived })
      )
    }
    case 'trusted-device':
      return (
        copy.check !== 'access-code' &&
        opening.device !== undefined &&
        (await deps.mayTrustDevices(tx, copy.organisationId)) &&
        deps.recipients.isTrustedDevice(tx, { recipientId: copy.recipientId, device: opening.device })
      )
    case 'session':
      return session.verified_by !== null
  }
}

/** Counts what was guessable; a page without a session or a trusted device learns that without being counted. */
async function judge(deps: PortalDeps, tx: Tx, guest: Guest, opening: Opening): Promise<Verdict> {
  const { copy, session } = guest
  const { kind } = opening.body.proof
  if (await passes(deps, tx, guest, opening)) {
    await deps.recipients.clearFailures(tx, copy.recipientId)
    return { passed: true, by: session.verified_by ?? copy.check, trustedDevice: kind === 'trusted-device' }
  }
  if (kind === 'session' || kind === 'trusted-device') return { passed: false, lockedNow: false }
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

async function release(deps: PortalDeps, tx: Tx, guest: Guest): Promise<OpenedMessage> {
  const { copy } = guest
  const share = await deps.guest.releaseShare(tx, copy.id)
  if (copy.contentId === null)
    throw new AppError('refused', 'portal.closed', 'This message can no longer be opened.', { reason: 'gone' })
  const answers = await deps.guest.answersOf(tx, copy)
  return {
    serverShare: encodeBase64Url(share.serverShare),
    wrappedIdentity: encodeBase64Url(share.wrappedIdentity),
    wrapContext: share.wrapContext,
    contentId: copy.contentId,
    sizeBytes: copy.sizeBytes,
    mailboxRecipient: copy.mailboxRecipient,
    maxAnswerBytes: deps.maxAnswerBytes,
    answers: answers.flatMap((answer) =>
      answer.content_id === null
        ? []
        : [
            {
              id: answer.id,
              sentAt: answer.received_at.toISOString(),
              sizeBytes: Number(answer.size_bytes),
              contentId: answer.content_id,
            },
          ],
    ),
  }
}

async function trust(deps: PortalDeps, tx: Tx, guest: Guest, opening: Opening): Promise<string | null> {
  const { copy } = guest
  const isWanted =
    opening.body.trustDevice && copy.check !== 'access-code' && (await deps.mayTrustDevices(tx, copy.organisationId))
  if (!isWanted) return null
  const device = opening.device ?? randomBytes(32).toString('base64url')
  await deps.recipients.trustDevice(tx, { organisationId: copy.organisationId, recipientId: copy.recipientId, device })
  return device
}

/**
 * Passes the recipient's check and releases the server's key share. A wrong code, an old one, a used one and none at all
 * get the same answer; failures are committed before they are answered, so that a broken connection cannot undo a count.
 */
export async function openMessage(deps: PortalDeps, opening: Opening): Promise<Opened> {
  const outcome = await withGuest(deps, opening.authorization, async (tx, guest): Promise<Opened | Verdict> => {
    await requireOpen(deps, tx, guest.copy)
    const verdict = await judge(deps, tx, guest, opening)
    if (!verdict.passed) return verdict
    await markVerified(tx, guest.session.token_hash, verdict.by)
    if (opening.body.proof.kind !== 'session')
      await deps.guest.recordOpening(tx, {
        copy: guest.copy,
        verifiedBy: verdict.by,
        trustedDevice: verdict.trustedDevice,
      })
    return { message: await release(deps, tx, guest), device: await trust(deps, tx, guest, opening) }
  })
  if ('message' in outcome) return outcome
  throw !outcome.passed && outcome.lockedNow ? locked() : wrong()
}
