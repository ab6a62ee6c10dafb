import { randomInt } from 'node:crypto'
import { AppError } from '../../../../contract/errors/app-error.ts'
import { uuidV7 } from '../../../../lib/id/uuid-v7.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { GuestCopy } from '../../sealing/index.ts'
import { codeLifeMs, dayMs, waitBeforeSendMs } from '../code-rules.ts'
import { codeText } from '../code-text.ts'
import { hashCode } from '../code-hash.ts'
import { withGuest, type GuestCaller } from '../guest-session.ts'
import type { PortalDeps } from '../ports.ts'
import { requireOpen } from '../require-open.ts'
import { insertSend, lockRecipient, readSends, replaceCode } from '../store.ts'

const makeCode = () => String(randomInt(1_000_000)).padStart(6, '0')

async function queueCode(
  deps: PortalDeps,
  tx: Tx,
  input: { readonly copy: GuestCopy; readonly code: string; readonly language: 'de' | 'en'; readonly notAfter: Date },
): Promise<void> {
  const { copy, code, language, notAfter } = input
  if (copy.check === 'email') {
    await deps.queueCodeMail(tx, {
      organisationId: copy.organisationId,
      to: copy.recipientAddress,
      language,
      code,
      reference: copy.reference,
      senderName: copy.sender.name,
    })
    return
  }
  const number = await deps.recipients.number(tx, copy.recipientId)
  if (number === null)
    throw new AppError(
      'conflict',
      'portal.no-number',
      'There is no telephone number for this message. Notify the sender.',
    )
  const text = codeText({
    code,
    language,
    senderName: copy.sender.name,
    reference: copy.reference,
    host: new URL(deps.publicUrl).host,
  })
  await deps.queueText(tx, {
    organisationId: copy.organisationId,
    to: number.e164,
    text,
    messageRef: copy.id,
    notAfter,
  })
}

function tooManyCodes(waitMs: number): AppError {
  return new AppError(
    'refused',
    'portal.too-many-codes',
    `Too many codes were requested. Try again in ${Math.ceil(waitMs / 60_000)} minutes.`,
    { reason: 'too-many' },
  )
}

/** Counts this sending against the caps, or throws; returns how long until the next one. */
async function countSend(deps: PortalDeps, tx: Tx, copy: GuestCopy): Promise<number> {
  const now = deps.clock.now()
  const sends = await readSends(tx, copy.recipientId, new Date(now.getTime() - dayMs))
  const waitMs = waitBeforeSendMs(sends, copy.id, now)
  if (waitMs > 0) throw tooManyCodes(waitMs)
  await insertSend(tx, {
    organisation_id: copy.organisationId,
    id: uuidV7(now.getTime()),
    copy_id: copy.id,
    recipient_id: copy.recipientId,
    sent_at: now,
  })
  return waitBeforeSendMs([...sends, { copy_id: copy.id, sent_at: now }], copy.id, now)
}

async function sendNewCode(
  deps: PortalDeps,
  tx: Tx,
  input: { readonly copy: GuestCopy; readonly language: 'de' | 'en' },
): Promise<void> {
  const { copy, language } = input
  const code = makeCode()
  const expiresAt = new Date(deps.clock.now().getTime() + codeLifeMs)
  await replaceCode(tx, {
    organisation_id: copy.organisationId,
    copy_id: copy.id,
    code_hash: hashCode(deps, copy.id, code),
    expires_at: expiresAt,
  })
  await queueCode(deps, tx, { copy, code, language, notAfter: expiresAt })
  await deps.audit.record(tx, {
    organisationId: copy.organisationId,
    action: 'code.requested',
    actor: { kind: 'recipient', id: copy.recipientId, label: copy.recipientAddress },
    subject: { kind: 'copy', id: copy.id },
    detail: { by: copy.check },
  })
}

/** Sends a new code by SMS or e-mail. The caps are counted after the proof of the link, so a stranger cannot use them up. */
export function requestCode(
  deps: PortalDeps,
  caller: GuestCaller,
  language: 'de' | 'en',
): Promise<{ validMinutes: number; nextAfterSeconds: number }> {
  return withGuest(deps, caller, async (tx, { copy }) => {
    await lockRecipient(tx, copy.recipientId)
    await requireOpen(deps, tx, copy)
    if (copy.check === 'access-code')
      throw new AppError(
        'conflict',
        'portal.no-code-needed',
        'This message opens with the access code that you agreed with the sender.',
      )
    const nextMs = await countSend(deps, tx, copy)
    await sendNewCode(deps, tx, { copy, language })
    return { validMinutes: codeLifeMs / 60_000, nextAfterSeconds: Math.max(30, Math.ceil(nextMs / 1000)) }
  })
}
