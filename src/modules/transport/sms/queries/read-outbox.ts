import type { Database } from '../../../../platform/database/database.ts'
import type { Shred } from '../../../../platform/shred/shred.ts'
import { listCaught } from '../outbox-store.ts'
import { openText, outboxContext } from '../sealed-text.ts'

/** A text that the demo caught, in clear. */
export interface OutboxText {
  readonly reference: string
  readonly to: string
  readonly text: string
  readonly keptAt: Date
}

const maxTexts = 200

/** The newest caught texts, newest first, at most 200. */
export async function readOutbox(database: Database, shred: Shred): Promise<readonly OutboxText[]> {
  const caught = await database.withoutOrganisation((tx) => listCaught(tx, maxTexts))
  const texts = caught.map(async ({ reference, sealed, keptAt }) => ({
    reference,
    keptAt,
    ...(await openText(shred, outboxContext(reference), sealed)),
  }))
  return Promise.all(texts)
}
