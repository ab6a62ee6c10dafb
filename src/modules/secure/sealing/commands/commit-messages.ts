import type { Tx } from '../../../../platform/database/database.ts'
import type { AcceptedMail, PhoneUse } from '../incoming-mail.ts'
import type { SealingDeps } from '../ports.ts'
import { insertSmallContents } from '../store.ts'
import { decideMessage, type DecidedMessage } from './decide-message.ts'
import type { PreparedMessage } from './draft-copies.ts'
import { readSurroundings } from './read-surroundings.ts'
import { writeMessages } from './write-messages.ts'

function acceptedOf({ message, copies }: DecidedMessage, phone: PhoneUse | null): AcceptedMail {
  const addressesIn = (state: string) => copies.filter((copy) => copy.state === state).map(({ address }) => address)
  return { messageId: message.id, parked: addressesIn('parked'), queued: addressesIn('queued'), phone }
}

/**
 * Everything that makes prepared messages of one organisation exist: rows, wraps, queued notifications, audit entries.
 * The caller's transaction holds all of it or nothing. Throws AppError when one of them is refused.
 */
export async function commitMessages(
  deps: SealingDeps,
  tx: Tx,
  group: readonly PreparedMessage[],
): Promise<AcceptedMail[]> {
  const around = await readSurroundings(deps, tx, group)
  const decided = group.map((prepared) => ({ prepared, ...decideMessage(deps, prepared, around) }))
  const messages = decided.map(({ message }) => message)
  const { settings } = around
  const recipients = new Map([...around.byAddress.values()].map((recipient) => [recipient.id, recipient]))
  await insertSmallContents(
    tx,
    decided.flatMap(({ small }) => small ?? []),
  )
  await writeMessages(deps, tx, { messages, around: { settings, recipients } })
  return decided.map(({ prepared, message }) => acceptedOf(message, around.phoneUses.get(prepared) ?? null))
}
