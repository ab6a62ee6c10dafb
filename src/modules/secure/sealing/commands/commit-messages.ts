import type { Tx } from '../../../../platform/database/database.ts'
import type { AcceptedMail, PhoneUse } from '../incoming-mail.ts'
import { journalRow } from '../journal/journal-entry.ts'
import type { SealingDeps } from '../ports.ts'
import { insertSmallContents } from '../store.ts'
import { insertJournal } from '../store/journal.ts'
import { decideMessage, type DecidedMessage } from './decide-message.ts'
import type { MessageGroup, Surroundings } from './draft-copies.ts'
import { readSurroundings } from './read-surroundings.ts'
import { writeMessages } from './write-messages.ts'

function acceptedOf({ message, copies }: DecidedMessage, phone: PhoneUse | null): AcceptedMail {
  const addressesIn = (state: string) => copies.filter((copy) => copy.state === state).map(({ address }) => address)
  return { messageId: message.id, parked: addressesIn('parked'), queued: addressesIn('queued'), phone }
}

interface Decided {
  readonly around: Surroundings
  readonly messages: readonly DecidedMessage[]
  readonly accepted: AcceptedMail[]
}

async function decideMessages(deps: SealingDeps, tx: Tx, messages: MessageGroup): Promise<Decided> {
  const around = await readSurroundings(deps, tx, messages)
  const decided = messages.group.map((prepared) => ({ prepared, ...decideMessage(deps, prepared, around) }))
  await insertSmallContents(
    tx,
    decided.flatMap(({ small }) => small ?? []),
  )
  return {
    around,
    messages: decided.map(({ message }) => message),
    accepted: decided.map(({ prepared, message }) => acceptedOf(message, around.phoneUses.get(prepared) ?? null)),
  }
}

/**
 * Everything that makes prepared messages of one organisation exist: rows, wraps, queued notifications, audit entries.
 * The caller's transaction holds all of it or nothing. Throws AppError when one of them is refused.
 */
export async function commitMessages(deps: SealingDeps, tx: Tx, group: MessageGroup): Promise<AcceptedMail[]> {
  const { around, messages, accepted } = await decideMessages(deps, tx, group)
  const { settings } = around
  const recipients = new Map([...around.byAddress.values()].map((recipient) => [recipient.id, recipient]))
  await writeMessages(deps, tx, { messages, around: { settings, recipients } })
  return accepted
}

/**
 * As `commitMessages`, but for what can wait until fewer messages come: one row each in the journal, from which they are written
 * later. Everything that can refuse a message is decided here.
 */
export async function journalMessages(deps: SealingDeps, tx: Tx, group: MessageGroup): Promise<AcceptedMail[]> {
  const { messages, accepted } = await decideMessages(deps, tx, group)
  await insertJournal(
    tx,
    messages.map((message) => journalRow(deps.shred.take(tx), message)),
  )
  return accepted
}
