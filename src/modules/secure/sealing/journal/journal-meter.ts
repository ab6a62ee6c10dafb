import type { Metrics } from '../../../../platform/metrics/metrics.ts'
import type { JournalState } from '../store/journal.ts'

export interface JournalMeter {
  count(act: 'accepted' | 'written' | 'failed', messages: number): void
  look(state: JournalState, nowMs: number): void
}

export function createJournalMeter(metrics: Metrics): JournalMeter {
  const acts = metrics.counter('sealpost_journal_messages_total', 'Messages of the journal, by act', ['act'])
  const held = metrics.gauge(
    'sealpost_journal_messages',
    'Messages that are acknowledged and not yet written, by state',
    ['state'],
  )
  const age = metrics.gauge('sealpost_journal_oldest_seconds', 'Age of the oldest message that is not yet written')
  return {
    count(act, messages) {
      if (messages > 0) acts.inc({ act }, messages)
    },
    look({ waiting, failing, oldest }, nowMs) {
      held.set({ state: 'waiting' }, waiting)
      held.set({ state: 'failing' }, failing)
      age.set(oldest === null ? 0 : Math.max(0, (nowMs - oldest.getTime()) / 1000))
    },
  }
}
