import type { CopyState, CopyView, MessageView } from '../../../contract/messages.ts'
import type { Tone } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'

/** A copy's state as people see it: the stored one, or what its recipient asks for. */
export type ShownState = CopyState | 'newLink' | 'wrongNumber' | 'delivered' | 'passwordWaits' | 'passwordLost'

/** What the state of a copy depends on beside the copy itself. */
export type PasswordOf = Pick<MessageView, 'password'>

interface Look {
  readonly tone: Tone
  readonly icon: IconName
  /** The sender has to do something. */
  readonly needsAttention: boolean
}

export const looks: Readonly<Record<ShownState, Look>> = {
  parked: { tone: 'warn', icon: 'waiting', needsAttention: true },
  wrongNumber: { tone: 'warn', icon: 'phone', needsAttention: true },
  newLink: { tone: 'warn', icon: 'link', needsAttention: true },
  passwordWaits: { tone: 'warn', icon: 'lock', needsAttention: true },
  passwordLost: { tone: 'bad', icon: 'lock', needsAttention: true },
  failed: { tone: 'bad', icon: 'failed', needsAttention: true },
  locked: { tone: 'bad', icon: 'lock', needsAttention: true },
  queued: { tone: 'calm', icon: 'moving', needsAttention: false },
  notified: { tone: 'calm', icon: 'mail', needsAttention: false },
  delivered: { tone: 'good', icon: 'check', needsAttention: false },
  opened: { tone: 'good', icon: 'opened', needsAttention: false },
  revoked: { tone: 'calm', icon: 'revoked', needsAttention: false },
  expired: { tone: 'calm', icon: 'waiting', needsAttention: false },
}

/** Over is over: a wish of the recipient counts only while the copy can still be opened. */
export function shownState(copy: CopyView, message: PasswordOf): ShownState {
  if (copy.state === 'revoked' || copy.state === 'expired' || copy.state === 'locked') return copy.state
  if (copy.numberReportedWrongAt !== null) return 'wrongNumber'
  if (copy.newLinkRequestedAt !== null) return 'newLink'
  if (copy.state !== 'notified' || copy.route === 'portal') return copy.state
  return copy.route === 'attachment' ? stateOfFiles(message) : 'delivered'
}

/** Files and direct mails are there: whether they are opened nobody here can see; only that files wait for their password. */
function stateOfFiles({ password }: PasswordOf): ShownState {
  if (password === null || password.passedOnAt !== null) return 'delivered'
  return password.state === 'kept' ? 'passwordWaits' : 'passwordLost'
}

/** Nothing of the recipient opens it any more, so what they would be asked for is of no interest. */
export const isOver = (state: ShownState): boolean => state === 'revoked' || state === 'expired'

/** Files are there or on their way, and nobody is known to have their password. */
export const passwordIsAwaited = (message: PasswordOf & Pick<MessageView, 'copies'>): boolean =>
  message.password?.state === 'kept' &&
  message.password.passedOnAt === null &&
  message.copies.some((copy) => copy.route === 'attachment' && (copy.state === 'queued' || copy.state === 'notified'))

export const copyNeedsAttention = (copy: CopyView, message: PasswordOf): boolean =>
  looks[shownState(copy, message)].needsAttention

export const messageNeedsAttention = (message: MessageView): boolean =>
  message.removedAt === null &&
  (message.unreadAnswers > 0 || message.copies.some((copy) => copyNeedsAttention(copy, message)))

/** One line of a summary: a state and how many copies are in it. */
export interface StateCount {
  readonly state: ShownState
  readonly copies: number
}

/** The states of all copies, those that need the sender first, then the more frequent. */
export function countStates(message: PasswordOf & Pick<MessageView, 'copies'>): readonly StateCount[] {
  const counts = new Map<ShownState, number>()
  for (const state of message.copies.map((copy) => shownState(copy, message)))
    counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts]
    .map(([state, amount]) => ({ state, copies: amount }))
    .toSorted((a, b) => rank(a) - rank(b) || b.copies - a.copies)
}

const rank = ({ state }: StateCount): number => (looks[state].needsAttention ? 0 : 1)
