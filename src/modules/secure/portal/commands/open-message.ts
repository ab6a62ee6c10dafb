import { randomBytes } from 'node:crypto'
import type { BodyOf, ResponseOf } from '../../../../contract/endpoint.ts'
import type { openMessage as openMessageEndpoint, OpenedMessage, sendAnswer } from '../../../../contract/portal.ts'
import { encodeBase64Url } from '../../../../lib/bytes/index.ts'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { checkProof, isGuessable, type Verdict } from '../check-proof.ts'
import { withGuest, type Guest, type GuestCaller } from '../guest-session.ts'
import type { PortalDeps } from '../ports.ts'
import { closed, locked, requireOpen } from '../require-open.ts'
import { lockRecipient, markVerified } from '../store.ts'

export interface Opening {
  readonly caller: GuestCaller
  readonly device: string | undefined
  readonly body: BodyOf<typeof openMessageEndpoint>
}

export interface Opened {
  readonly message: OpenedMessage
  /** A trusted-device token for the browser to keep. */
  readonly device: string | null
}

function wrong(): AppError {
  return new AppError(
    'refused',
    'portal.code-wrong',
    'That code is not correct, or no longer valid. Check it, or request a new one.',
  )
}

/** The recipient's own answers whose content is still stored. */
async function ownAnswers(deps: PortalDeps, tx: Tx, { copy }: Guest): Promise<ResponseOf<typeof sendAnswer>[]> {
  const answers = await deps.guest.answersOf(tx, copy)
  return answers.flatMap(({ id, received_at: receivedAt, size_bytes: sizeBytes, content_id: contentId }) =>
    contentId === null ? [] : [{ id, sentAt: receivedAt.toISOString(), sizeBytes: Number(sizeBytes), contentId }],
  )
}

async function release(deps: PortalDeps, tx: Tx, guest: Guest): Promise<OpenedMessage> {
  const { copy } = guest
  const share = await deps.guest.releaseShare(tx, copy.id)
  if (copy.contentId === null) throw closed()
  return {
    serverShare: encodeBase64Url(share.serverShare),
    wrappedIdentity: encodeBase64Url(share.wrappedIdentity),
    wrapContext: share.wrapContext,
    contentId: copy.contentId,
    sizeBytes: copy.sizeBytes,
    mailboxRecipient: share.mailboxRecipient,
    maxAnswerBytes: deps.maxAnswerBytes,
    answers: await ownAnswers(deps, tx, guest),
  }
}

/** Only a code shown just now makes a browser trusted: trust cannot prolong itself. */
async function trust(
  deps: PortalDeps,
  tx: Tx,
  input: { readonly guest: Guest; readonly opening: Opening },
): Promise<string | null> {
  const { copy } = input.guest
  const { body, device: known } = input.opening
  const { organisationId, recipientId, check } = copy
  if (!body.trustDevice || body.proof.kind !== 'code' || check === 'access-code') return null
  if (!(await deps.mayTrustDevices(tx, organisationId))) return null
  const device = known ?? randomBytes(32).toString('base64url')
  await deps.recipients.trustDevice(tx, { organisationId, recipientId, device, check })
  return device
}

/**
 * Passes the recipient's check and releases the server's key share. A wrong code, an old one, a used one and none at all
 * get the same answer; failures are committed before they are answered, so that a broken connection cannot undo a count.
 */
export async function openMessage(deps: PortalDeps, opening: Opening): Promise<Opened> {
  const { caller, device, body } = opening
  const outcome = await withGuest(deps, caller, async (tx, guest): Promise<Opened | Verdict> => {
    const { copy, session } = guest
    // Before the state is looked at: parallel guesses would all see it as it was before the first of them was counted.
    if (isGuessable(body.proof)) await lockRecipient(tx, copy.recipientId)
    await requireOpen(deps, tx, copy)
    const verdict = await checkProof(deps, tx, { guest, proof: body.proof, device })
    if (!verdict.passed) return verdict
    await markVerified(tx, session.token_hash, verdict.by)
    if (body.proof.kind !== 'session')
      await deps.guest.recordOpening(tx, { copy, verifiedBy: verdict.by, trustedDevice: verdict.trustedDevice })
    return { message: await release(deps, tx, guest), device: await trust(deps, tx, { guest, opening }) }
  })
  if ('message' in outcome) return outcome
  throw !outcome.passed && outcome.lockedNow ? locked() : wrong()
}
