import { useState } from 'react'

export interface Replying {
  readonly isOpen: boolean
  /** Whether the form was left without sending: what stands in its place then takes the focus. */
  readonly isCancelled: boolean
  readonly begin: () => void
  readonly cancel: () => void
  readonly finish: () => void
}

/** Whether the form for a reply is open, and how it was left. */
export function useReplying(isOpenAtFirst: boolean): Replying {
  const [state, setState] = useState<'open' | 'cancelled' | 'closed'>(isOpenAtFirst ? 'open' : 'closed')
  return {
    isOpen: state === 'open',
    isCancelled: state === 'cancelled',
    begin: () => setState('open'),
    cancel: () => setState('cancelled'),
    finish: () => setState('closed'),
  }
}
