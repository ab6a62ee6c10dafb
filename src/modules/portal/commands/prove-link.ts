import type { LinkView } from '../../../contract/portal.ts'
import { argon2Cost } from '../../../lib/split-key/index.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import { decodeBase64Url, encodeBase64Url } from '../../../lib/bytes/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { GuestCopy } from '../../sealing/index.ts'
import { maxTriesPerCode } from '../code-rules.ts'
import { startGuestSession } from '../guest-session.ts'
import type { PortalDeps } from '../ports.ts'
import { readLiveCode } from '../store.ts'

export interface LinkProof {
  readonly token: string
  /** base64url of the value derived from the link's secret. */
  readonly proof: string
  /** Trusted-device cookie, if the browser has one. */
  readonly device: string | undefined
}

function unknownLink(): AppError {
  return new AppError(
    'not-found',
    'portal.link-unknown',
    'This link is not complete or no longer valid. Open it from the original mail, or ask the sender for a new one.',
  )
}

async function presentOpen(
  deps: PortalDeps,
  tx: Tx,
  input: { readonly copy: GuestCopy; readonly device: string | undefined },
): Promise<LinkView> {
  const { copy, device } = input
  const mayTrustDevice = await deps.mayTrustDevices(tx, copy.organisationId)
  const number = copy.check === 'sms' ? await deps.recipients.number(tx, copy.recipientId) : null
  const trusted =
    mayTrustDevice &&
    device !== undefined &&
    copy.check !== 'access-code' &&
    (await deps.recipients.isTrustedDevice(tx, { recipientId: copy.recipientId, device, check: copy.check }))
  const live = await readLiveCode(tx, { copyId: copy.id, now: deps.clock.now(), maxTries: maxTriesPerCode })
  const { memoryKiB, passes, parallelism } = argon2Cost
  return {
    state: 'check',
    guestSession: await startGuestSession(deps, tx, copy),
    check: copy.check,
    maskedNumber: number?.masked ?? null,
    accessSalt: copy.accessSalt === null ? null : encodeBase64Url(copy.accessSalt),
    asksForPassword: copy.asksForPassword,
    argon2: { memoryKiB, passes, parallelism },
    reference: copy.reference,
    branding: await deps.brandingOf(tx, copy.organisationId),
    sender: copy.sender,
    recipientAddress: copy.recipientAddress,
    sentAt: copy.sentAt.toISOString(),
    expiresAt: copy.expiresAt.toISOString(),
    codePending: live !== undefined,
    trusted,
    mayTrustDevice: mayTrustDevice && copy.check !== 'access-code',
  }
}

/**
 * Shows who sent what to whom, once the page has proved that it holds the link's secret. Nothing is sent, counted or
 * used up. An unknown token and a wrong proof get the same answer.
 */
export async function proveLink(deps: PortalDeps, shown: LinkProof): Promise<LinkView> {
  const proof = decodeBase64Url(shown.proof)
  const link = await deps.guest.findLink(shown.token)
  if (link === null || proof === null) throw unknownLink()
  return deps.database.withOrganisation(link.organisationId, async (tx) => {
    if (!(await deps.guest.holdsLink(tx, link.copyId, proof))) throw unknownLink()
    const copy = await deps.guest.readCopy(tx, link.copyId)
    if (copy === null) throw unknownLink()
    const lockedAt = await deps.recipients.lockedAt(tx, copy.recipientId)
    if (copy.state === 'open' && lockedAt === null) return presentOpen(deps, tx, { copy, device: shown.device })
    const branding = await deps.brandingOf(tx, copy.organisationId)
    if (copy.state === 'open')
      return { state: 'locked', branding, sender: copy.sender, at: (lockedAt ?? copy.closesAt).toISOString() }
    return { state: copy.state, branding, sender: copy.sender, at: copy.closesAt.toISOString() }
  })
}
