import { AppError } from '../../../../contract/errors/app-error.ts'
import { decodeBase64Url } from '../../../../lib/bytes/index.ts'
import type { AccessKeyId, CopyId } from '../../../../lib/id/identifiers.ts'
import { parseLinkSecret } from '../../../../lib/split-key/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { accessFrom, type KnownShares } from '../access.ts'
import { stopDepartures } from '../dispatch/end-copies.ts'
import { endAccess } from '../dispatch/end-secrets.ts'
import { linkAccess, newMessageMail } from '../mails.ts'
import { isLive, requireMessage, type MailboxMember } from '../policy.ts'
import type { CheckedRecipient, SealingDeps } from '../ports.ts'
import { lockMessage, readCopy, updateCopies } from '../store.ts'
import { insertFormerLink } from '../store/former-links.ts'
import type { CopyRow } from '../tables.ts'

/** What the sender's client made: both shares and the wrap. base64url. */
export interface Completion {
  readonly copyId: CopyId
  readonly linkSecret: string
  readonly serverShare: string
  readonly wrappedIdentity: string
  /** Which derived access code went into the wrap. */
  readonly accessKeyId: AccessKeyId | null
  readonly subject: string | null
}

function parseShares(completion: Completion): KnownShares {
  const link = parseLinkSecret(completion.linkSecret)
  const serverShare = decodeBase64Url(completion.serverShare)
  const wrapped = decodeBase64Url(completion.wrappedIdentity)
  if (link === null || serverShare?.length !== 32 || wrapped === null || wrapped.length === 0)
    throw new AppError('invalid', 'copy.bad-shares', 'The request is not in the expected form.')
  return { link, serverShare, wrapped }
}

function requireCopy(copy: CopyRow | undefined): CopyRow {
  if (copy === undefined) throw new AppError('not-found', 'message.unknown', 'This message does not exist.')
  return copy
}

function requireCheck(recipient: CheckedRecipient | undefined, completion: Completion) {
  if (recipient === undefined || recipient.check === null)
    throw new AppError('conflict', 'copy.no-check', 'First choose how the recipient proves who they are.')
  if ((recipient.access?.id ?? null) !== completion.accessKeyId)
    throw new AppError(
      'conflict',
      'copy.check-changed',
      'The check of this recipient was changed in the meantime. Try again.',
    )
  return { ...recipient, check: recipient.check }
}

/** Who still holds the link that ends now learns that it was replaced. */
async function keepFormerLink(tx: Tx, copy: CopyRow, replacedAt: Date): Promise<void> {
  const { organisation_id, token_hash, proof_hash } = copy
  if (token_hash === null || proof_hash === null) return
  await insertFormerLink(tx, { organisation_id, token_hash, proof_hash, copy_id: copy.id, replaced_at: replacedAt })
}

/**
 * Gives a parked recipient access, or replaces a link that was damaged on the way: only a signed-in member of the
 * mailbox can, because the wrap needs the seed, or the conversation identity, that the server does not have. The old link ends.
 */
export async function completeCopy(deps: SealingDeps, member: MailboxMember, completion: Completion): Promise<void> {
  const shares = parseShares(completion)
  const now = deps.clock.now()
  await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const messageId = (await readCopy(tx, completion.copyId))?.message_id
    const message = requireMessage(member, messageId === undefined ? undefined : await lockMessage(tx, messageId))
    const copy = requireCopy(await readCopy(tx, completion.copyId))
    if (!isLive(message, now) || copy.state === 'revoked')
      throw new AppError('conflict', 'message.ended', 'This message can no longer be opened. Send it again.')
    if (copy.mailbox_id !== null)
      throw new AppError('conflict', 'copy.signs-in', 'This recipient reads the message signed in and needs no link.')
    const recipient = requireCheck((await deps.recipientsById(tx, [copy.recipient_id]))[0], completion)
    const settings = await deps.settingsOf(tx, member.organisationId)
    const access = accessFrom(deps.shred.take(tx), copy.id, {
      check: recipient.check,
      access: recipient.access,
      shares,
    })
    endAccess(deps, tx, [copy])
    await keepFormerLink(tx, copy, now)
    const isRerouted = copy.route !== 'portal'
    await updateCopies(tx, [copy.id], {
      ...access.columns,
      portal_password: false,
      ...(isRerouted ? ({ route: 'portal', route_rule: 'sender-choice' } as const) : {}),
      state: 'queued',
      new_link_requested_at: null,
      number_reported_wrong_at: null,
    })
    if (isRerouted) await stopDepartures(deps, tx, { messageIds: [message.id], copyIds: [copy.id] })
    const subject = completion.subject ?? ''
    await deps.queueMails(tx, [
      newMessageMail(deps.publicUrl, { message, copy, access: linkAccess(access), settings, subject }),
    ])
    await deps.audit.record(tx, {
      organisationId: member.organisationId,
      action: copy.state === 'parked' ? 'copy.completed' : 'copy.link-replaced',
      actor: { kind: 'account', id: member.accountId, label: member.address },
      subject: { kind: 'copy', id: copy.id },
      detail: { message: message.id, recipient: copy.address, check: recipient.check },
    })
  })
}
