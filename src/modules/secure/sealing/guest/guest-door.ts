import type { CopyId, MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { openGuestContent } from '../queries/open-content.ts'
import type { SealingDeps } from '../ports.ts'
import { readAnswersOfCopy } from '../store.ts'
import type { AnswerRow } from '../tables.ts'
import { addAnswer, type IncomingAnswer } from './add-answer.ts'
import { lastReported, notifySender, recordOpening } from './guest-acts.ts'
import { holdsAccessCode, readGuestCopy, releaseShare, type GuestCopy, type ReleasedShare } from './guest-copy.ts'
import { findFormerLink, findLink, formerLinkReplacedAt, holdsLink, type FoundLink } from './guest-links.ts'

/** A recipient's side of sealing. It knows copies, not people: the portal has to have checked who asks. */
export interface GuestDoor {
  findLink(token: string): Promise<FoundLink | null>
  findFormerLink(token: string): Promise<FoundLink | null>
  readCopy(tx: Tx, copyId: CopyId): Promise<GuestCopy | null>
  holdsLink(tx: Tx, copyId: CopyId, proof: Uint8Array): Promise<boolean>
  formerLinkReplacedAt(tx: Tx, shown: Parameters<typeof formerLinkReplacedAt>[1]): Promise<Date | null>
  holdsAccessCode(tx: Tx, input: { readonly copyId: CopyId; readonly proof: Uint8Array }): Promise<boolean>
  releaseShare(tx: Tx, copyId: CopyId): Promise<ReleasedShare>
  recordOpening(tx: Tx, opening: Parameters<typeof recordOpening>[2]): Promise<void>
  notifySender(tx: Tx, notice: Parameters<typeof notifySender>[2]): Promise<void>
  lastReported(tx: Tx, input: Parameters<typeof lastReported>[1]): Promise<Date | null>
  addAnswer(answer: IncomingAnswer): Promise<AnswerRow>
  /** The copy's own answers, oldest first. */
  answersOf(tx: Tx, copy: { readonly id: CopyId; readonly messageId: MessageId }): Promise<readonly AnswerRow[]>
  openContent(input: Parameters<typeof openGuestContent>[1]): ReturnType<typeof openGuestContent>
}

export function createGuestDoor(deps: SealingDeps): GuestDoor {
  return {
    findLink: (token) => findLink(deps, token),
    findFormerLink: (token) => findFormerLink(deps, token),
    readCopy: (tx, copyId) => readGuestCopy(deps, tx, copyId),
    holdsLink,
    formerLinkReplacedAt,
    holdsAccessCode: (tx, input) => holdsAccessCode(deps, tx, input),
    releaseShare: (tx, copyId) => releaseShare(deps, tx, copyId),
    recordOpening: (tx, opening) => recordOpening(deps, tx, opening),
    notifySender: (tx, notice) => notifySender(deps, tx, notice),
    lastReported,
    addAnswer: (answer) => addAnswer(deps, answer),
    answersOf: (tx, copy) => readAnswersOfCopy(tx, copy.id),
    openContent: (input) => openGuestContent(deps, input),
  }
}
