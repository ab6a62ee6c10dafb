import { Readable } from 'node:stream'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { ContentId, CopyId, MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { openCopies, openedEntry } from '../commands/mark-message-read.ts'
import { isReadable, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { findContent, readCopiesOfMailboxes, readMessage, readSmallContent } from '../store.ts'

/** From the database when it is small, from the blobs otherwise. The caller owns the stream. */
async function openStored(deps: SealingDeps, small: Buffer | undefined, contentId: ContentId): Promise<Readable> {
  return small === undefined ? deps.blobs.open(contentId) : Readable.from([small])
}

type FoundContent = NonNullable<Awaited<ReturnType<typeof findContent>>>

const unknownContent = () => new AppError('not-found', 'content.unknown', 'This content does not exist.')

/** An age file that the member may read: a message they sent, an answer to it, or a message they got. */
export async function openContent(deps: SealingDeps, member: MailboxMember, contentId: ContentId): Promise<Readable> {
  const small = await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const found = await findContent(tx, contentId)
    if (found === undefined) throw unknownContent()
    if (!member.mailboxIds.includes(found.mailboxId)) await openAsRecipient(deps, tx, { member, found })
    return readSmallContent(tx, contentId)
  })
  return openStored(deps, small, contentId)
}

/** A colleague opens the message itself, never an answer; the first time is in the copy's state, every time in the log. */
async function openAsRecipient(
  deps: SealingDeps,
  tx: Tx,
  { member, found }: { readonly member: MailboxMember; readonly found: FoundContent },
): Promise<void> {
  const message = found.copyId === null ? await readMessage(tx, found.messageId) : undefined
  const copies = message === undefined ? [] : await readCopiesOfMailboxes(tx, message.id, member.mailboxIds)
  const open = copies.filter((copy) => message !== undefined && isReadable(copy, message, deps.clock.now()))
  if (open.length === 0) throw unknownContent()
  const first = await openCopies(deps, tx, open)
  await deps.audit.recordAll(
    tx,
    open.map((copy) => openedEntry(member, copy, first.has(copy))),
  )
}

/** An age file that a verified guest may read: the message of the copy or one of the guest's own answers. */
export async function openGuestContent(
  deps: SealingDeps,
  input: {
    readonly organisationId: OrganisationId
    readonly copyId: CopyId
    readonly messageId: MessageId
    readonly contentId: ContentId
  },
): Promise<Readable> {
  const small = await deps.database.withOrganisation(input.organisationId, async (tx) => {
    const found = await findContent(tx, input.contentId)
    if (found?.messageId !== input.messageId || (found.copyId !== null && found.copyId !== input.copyId))
      throw unknownContent()
    return readSmallContent(tx, input.contentId)
  })
  return openStored(deps, small, input.contentId)
}
