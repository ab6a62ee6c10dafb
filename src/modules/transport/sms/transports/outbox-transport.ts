import type { Clock } from '../../../../platform/clock/clock.ts'
import type { Database } from '../../../../platform/database/database.ts'
import type { Shred } from '../../../../platform/shred/shred.ts'
import { insertCaught } from '../outbox-store.ts'
import { outboxContext, sealText } from '../sealed-text.ts'
import { unavailable } from './transport.ts'
import type { SmsMessage, SmsTransport } from './transport.ts'

export interface OutboxTransportOptions {
  readonly database: Database
  readonly shred: Shred
  readonly clock: Clock
}

/** Catches every text in a table instead of sending it, sealed. The id is the reference. */
export function createOutboxTransport(options: OutboxTransportOptions): SmsTransport {
  const underWay = new Set<Promise<void>>()
  let closed = false
  const keep = ({ to, text, reference }: SmsMessage): Promise<void> => {
    const keptAt = options.clock.now()
    return options.database.withoutOrganisation((tx) => {
      const sealed = sealText(options.shred.take(tx), outboxContext(reference), { to, text })
      return insertCaught(tx, { reference, sealed, keptAt })
    })
  }
  return {
    async send(message, { signal }) {
      if (closed) return unavailable('closed')
      if (signal.aborted) return unavailable('aborted')
      const keeping = keep(message)
      underWay.add(keeping)
      try {
        await keeping
        return { status: 'accepted', providerId: message.reference }
      } catch {
        return unavailable('unreachable', { mayHaveLeft: true })
      } finally {
        underWay.delete(keeping)
      }
    },
    async close() {
      closed = true
      await Promise.allSettled(underWay)
    },
  }
}
