import type { CopyView, MessageView } from '../../../contract/messages.ts'
import { looks, shownState, type ShownState } from '../sent/shown-state.ts'

/** States of a copy that its sender does something about. */
export type WaitingState = Extract<
  ShownState,
  'parked' | 'wrongNumber' | 'newLink' | 'passwordWaits' | 'passwordLost' | 'failed' | 'locked'
>

/** One thing that waits for a person, in one message. */
export type ThingToDo =
  | { readonly kind: 'answers'; readonly count: number }
  | { readonly kind: WaitingState; readonly copies: readonly [CopyView, ...CopyView[]] }

const isWaiting = (state: ShownState): state is WaitingState => looks[state].needsAttention

/** What there is to do about a message: an unread answer first, then each state once with the copies that are in it. */
export function thingsToDo(message: MessageView): readonly ThingToDo[] {
  if (message.removedAt !== null) return []
  const byState = new Map<WaitingState, [CopyView, ...CopyView[]]>()
  for (const copy of message.copies) {
    const state = shownState(copy, message)
    if (!isWaiting(state)) continue
    const others = byState.get(state)
    if (others === undefined) byState.set(state, [copy])
    else others.push(copy)
  }
  const { unreadAnswers: count } = message
  return [
    ...(count > 0 ? [{ kind: 'answers', count } as const] : []),
    ...[...byState].map(([kind, copies]) => ({ kind, copies })),
  ]
}
