import { copyEntry } from '../copy-entry.ts'
import { AppError } from '../../../../contract/errors/app-error.ts'
import { domainRuleFor, type RouteRule } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { grantAccess, makeReference, type AccessCode, type GrantedAccess } from '../access.ts'
import { coverMail, directMail, linkAccess, newMessageMail } from '../mails.ts'
import { parkedMails, senderNotices } from '../sender-mails.ts'
import { isLive } from '../policy.ts'
import { mayTellSender } from '../telling.ts'
import type { DomainRule, QueuedMail, SealingDeps } from '../ports.ts'
import { insertSmallContents, lockMessage, readCopies, updateCopies } from '../store.ts'
import { insertFallbacks, insertPackage } from '../store/dispatches.ts'
import type { FallbackRow } from '../store/dispatch-tables.ts'
import type { CopyRow, MessageRow } from '../tables.ts'
import { requireMessageTarget } from '../encryption-targets.ts'
import { endOrders } from './end-secrets.ts'
import { sealFallback } from './fallback.ts'
import { asksForPassword, type PackedParcel, type Parcel } from './make-parcel.ts'
import { phoneShownTo, rememberPhone, rememberPhoneOfPortal, sendPassword, textPassword } from './send-password.ts'
import { waitingCopies, type WaitingCopy, type WaitingMessage } from './read-waiting.ts'

/** One recipient's copy on its way: what changes in its row, what leaves, and what leaves instead if that is refused. */
interface Departure {
  readonly copy: CopyRow
  readonly change: Partial<CopyRow>
  readonly mail: QueuedMail | null
  readonly fallback: FallbackRow | null
}

interface Sending {
  readonly tx: Tx
  readonly waiting: WaitingMessage
  /** Locked, as it is now. */
  readonly message: MessageRow
  readonly reference: string
  /** Whether every phone of the plan gets the password. */
  readonly isTexted: boolean
}

function fallbackRow(
  deps: SealingDeps,
  { tx, waiting, message }: Sending,
  granted: { readonly copy: CopyRow; readonly access: GrantedAccess; readonly portalPassword: boolean },
): FallbackRow {
  const { copy, access, portalPassword } = granted
  const { token, linkSecret, reference } = access
  const fallback = { token, linkSecret, reference, subject: waiting.order.subject, portalPassword }
  return {
    organisation_id: message.organisation_id,
    copy_id: copy.id,
    sealed_mail: sealFallback(deps.shred.take(tx), copy.id, fallback),
  }
}

function grant(
  deps: SealingDeps,
  sending: Sending,
  input: { readonly copy: WaitingCopy; readonly code: AccessCode | null },
) {
  const { copy, recipient } = input.copy
  const check = input.code === null ? recipient.check : 'access-code'
  if (check === null) return null
  return grantAccess(deps.shred.take(sending.tx), copy.id, {
    check,
    access: input.code ?? recipient.access,
    keys: sending.waiting.order,
    reference: sending.reference,
  })
}

function attachmentDeparture(
  deps: SealingDeps,
  sending: Sending,
  input: { readonly copy: WaitingCopy; readonly parcel: PackedParcel },
): Departure {
  const { waiting, message } = sending
  const { copy } = input.copy
  const { parcel } = input
  const portalPassword = asksForPassword(input.copy)
  const code = portalPassword ? parcel.access : null
  const access = grant(deps, sending, { copy: input.copy, code })
  // Without the code a mail alone would open the link.
  if (access === null || (portalPassword && code === null))
    throw new AppError('unavailable', 'sealing.check-changed', 'The check of a recipient changed while it was packed.')
  const { plan, settings, order } = waiting
  const mail = coverMail(deps.publicUrl, {
    message,
    copy,
    access: linkAccess(access),
    settings,
    subject: order.subject,
    portalPassword,
    passwordBy: plan.texts.length > 0 && sending.isTexted ? 'sms' : plan.mails.length > 0 ? 'mail' : 'sender',
    maskedPhone: sending.isTexted ? phoneShownTo(input.copy, waiting) : null,
    hasAttachments: parcel.hasAttachments,
    notes: parcel.notes,
    thread: order.thread,
    zip: parcel.zip,
    pdf: parcel.pdf,
  })
  const change = { ...access.columns, portal_password: portalPassword }
  return { copy, change, mail, fallback: fallbackRow(deps, sending, { copy, access, portalPassword }) }
}

/** The portal in place of what cannot leave; without a check the copy is parked, as any other. */
function portalDeparture(
  deps: SealingDeps,
  sending: Sending,
  input: { readonly copy: WaitingCopy; readonly rule: RouteRule },
): Departure {
  const { waiting, message } = sending
  const { copy } = input.copy
  const change = { route: 'portal', route_rule: input.rule } as const
  const access = grant(deps, sending, { copy: input.copy, code: null })
  if (access === null) return { copy, change: { ...change, state: 'parked' }, mail: null, fallback: null }
  const { settings, order } = waiting
  const mail = newMessageMail(deps.publicUrl, {
    message,
    copy,
    access: linkAccess(access),
    settings,
    subject: order.subject,
  })
  return { copy, change: { ...change, ...access.columns }, mail, fallback: null }
}

function directDeparture(
  deps: SealingDeps,
  sending: Sending,
  input: { readonly copy: WaitingCopy; readonly rules: readonly DomainRule[] },
): Departure {
  const { waiting, message } = sending
  const { copy } = input.copy
  const access = grant(deps, sending, { copy: input.copy, code: null })
  const rule = domainRuleFor(input.copy.recipient.address, input.rules)
  const mail = directMail({
    message,
    copy,
    content: { contentId: message.content_id ?? '', identity: waiting.order.conversationIdentity },
    listedHosts: rule?.route === 'direct' ? rule.listedHosts : [],
  })
  if (access === null) return { copy, change: {}, mail, fallback: null }
  return {
    copy,
    change: access.columns,
    mail,
    fallback: fallbackRow(deps, sending, { copy, access, portalPassword: false }),
  }
}

async function departures(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly sending: Sending; readonly parcel: Parcel; readonly copies: readonly WaitingCopy[] },
): Promise<Departure[]> {
  const { sending, parcel, copies } = input
  const rules = await deps.domainRules(tx)
  return copies.map((copy) => {
    if (copy.copy.route === 'direct') return directDeparture(deps, sending, { copy, rules })
    if (parcel.kind === 'packed') return attachmentDeparture(deps, sending, { copy, parcel })
    return portalDeparture(deps, sending, { copy, rule: parcel.kind === 'portal' ? parcel.rule : 'not-packable' })
  })
}

const noticeOf = { 'too-large': 'too-large-for-attachment', 'not-packable': 'not-packable' } as const

/** What the sender hears when the route was changed, and when recipients are parked because of it. */
function noticesToSender(
  deps: SealingDeps,
  { waiting, message }: Sending,
  leaving: readonly Departure[],
): readonly QueuedMail[] {
  const { settings, order } = waiting
  const changed = leaving.filter(({ change }) => change.route === 'portal')
  const parked = changed.filter(({ change }) => change.state === 'parked').map(({ copy }) => copy)
  const [first] = changed
  const rule = first?.change.route_rule
  if (first === undefined || (rule !== 'too-large' && rule !== 'not-packable')) return []
  const told = changed.map(({ copy }) => copy).find((copy) => mayTellSender(message, copy)) ?? first.copy
  const { language } = settings
  return [
    ...senderNotices(deps.publicUrl, message, { what: noticeOf[rule], copy: told, language }),
    ...parkedMails(deps.publicUrl, { message, parked, settings, subject: order.subject }),
  ]
}

async function keepPackage(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly message: MessageRow; readonly parcel: PackedParcel },
): Promise<void> {
  const { message, parcel } = input
  const { organisation_id } = message
  await insertPackage(tx, {
    organisation_id,
    message_id: message.id,
    zip_content_id: parcel.zip.contentId,
    pdf_content_id: parcel.pdf.contentId,
    created_at: deps.clock.now(),
  })
  await insertSmallContents(
    tx,
    [parcel.zip, parcel.pdf].flatMap(({ contentId: id, small }) =>
      small === null ? [] : [{ organisation_id, id, sealed: small }],
    ),
  )
}

async function recordDepartures(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly sending: Sending; readonly leaving: readonly Departure[] },
): Promise<void> {
  const { sending, leaving } = input
  for (const { copy, change } of leaving) if (Object.keys(change).length > 0) await updateCopies(tx, [copy.id], change)
  await insertFallbacks(
    tx,
    leaving.flatMap(({ fallback }) => fallback ?? []),
  )
  await deps.queueMails(tx, [...leaving.flatMap(({ mail }) => mail ?? []), ...noticesToSender(deps, sending, leaving)])
  await deps.audit.recordAll(
    tx,
    leaving.map(({ copy, change }) =>
      copyEntry(copy, 'copy.dispatched', {
        route: change.route ?? copy.route,
        rule: change.route_rule ?? copy.route_rule,
        parked: change.state === 'parked',
      }),
    ),
  )
}

/**
 * Everything that sends a message on its way, in the caller's transaction: access for each copy, mails, texts, the
 * sealed password, the end of the order. False when there was nothing left to do; nothing is then kept.
 */
export async function commitDispatch(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly waiting: WaitingMessage; readonly parcel: Parcel },
): Promise<boolean> {
  const { waiting, parcel } = input
  const message = await lockMessage(tx, waiting.message.id)
  const isTaken = await endOrders(deps, tx, [waiting.message.id])
  if (!isTaken || message === undefined || !isLive(message, deps.clock.now())) return false
  const reference = makeReference()
  if (parcel.kind === 'packed') await rememberPhone(deps, tx, waiting)
  if (parcel.kind === 'portal') await rememberPhoneOfPortal(deps, tx, waiting)
  const copies = await waitingCopies(deps, tx, await readCopies(tx, [message.id]))
  const packed = parcel.kind === 'packed' && copies.some(({ copy }) => copy.route === 'attachment') ? parcel : null
  // Before anything leaves: without a key that the password may be sealed to, the sender would never learn it.
  const mailbox = packed === null ? null : requireMessageTarget(deps, message)
  // First, because the mails say whether a text brings the password.
  const isTexted = packed !== null && (await textPassword(deps, tx, { waiting, password: packed.password, reference }))
  const sending: Sending = { tx, waiting, message, reference, isTexted }
  const leaving = await departures(deps, tx, { sending, parcel, copies })
  await recordDepartures(deps, tx, { sending, leaving })
  if (packed === null || mailbox === null) return true
  await keepPackage(deps, tx, { message, parcel: packed })
  await sendPassword(deps, tx, { waiting, password: packed.password, mailbox, reference, isTexted })
  return true
}
