import type { BrandingView } from '../../../../contract/branding.ts'
import type { LinkView } from '../../../../contract/portal.ts'
import { argon2Cost } from '../../../../lib/split-key/index.ts'
import { AppError } from '../../../../contract/errors/app-error.ts'
import { encodeBase64Url } from '../../../../lib/bytes/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { GuestCopy } from '../../sealing/index.ts'
import { maxTriesPerCode } from '../code-rules.ts'
import { startGuestSession } from '../guest-session.ts'
import type { PortalDeps } from '../ports.ts'
import { withProvenLink, type ProvenLink, type ShownLink } from '../proven-link.ts'
import { readLiveCode } from '../store.ts'

export interface LinkProof extends ShownLink {
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
  input: {
    readonly copy: GuestCopy
    readonly branding: BrandingView
    readonly timeZone: string
    readonly device: string | undefined
  },
): Promise<LinkView> {
  const { copy, branding, timeZone, device } = input
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
    branding,
    sender: copy.sender,
    recipientAddress: copy.recipientAddress,
    sentAt: copy.sentAt.toISOString(),
    expiresOn: copy.lastDay,
    expiresAt: copy.expiresAt.toISOString(),
    timeZone,
    codePending: live !== undefined,
    trusted,
    mayTrustDevice: mayTrustDevice && copy.check !== 'access-code',
  }
}

async function present(
  deps: PortalDeps,
  tx: Tx,
  input: { readonly link: ProvenLink; readonly device: string | undefined },
): Promise<LinkView> {
  const { copy, replacedAt } = input.link
  const branding = await deps.brandingOf(tx, copy.organisationId)
  const timeZone = await deps.timeZoneOf(tx, copy.organisationId)
  const closed = { branding, sender: copy.sender, expiresOn: copy.lastDay, timeZone }
  if (copy.state !== 'open') return { ...closed, state: copy.state, at: copy.closesAt.toISOString() }
  if (replacedAt !== null) return { ...closed, state: 'replaced', at: replacedAt.toISOString() }
  const lockedAt = await deps.recipients.lockedAt(tx, copy.recipientId)
  if (lockedAt !== null) return { ...closed, state: 'locked', at: lockedAt.toISOString() }
  return presentOpen(deps, tx, { copy, branding, timeZone, device: input.device })
}

/**
 * Shows who sent what to whom, once the page has proved that it holds the link's secret. Nothing is sent, counted or
 * used up. An unknown token and a wrong proof get the same answer.
 */
export async function proveLink(deps: PortalDeps, shown: LinkProof): Promise<LinkView> {
  const view = await withProvenLink(deps, shown, (tx, link) => present(deps, tx, { link, device: shown.device }))
  if (view === null) throw unknownLink()
  return view
}
