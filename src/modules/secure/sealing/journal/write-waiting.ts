import type { MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { describeError } from '../../../../platform/log/log.ts'
import { needsLink, writeMessages } from '../commands/write-messages.ts'
import type { SealingDeps } from '../ports.ts'
import { readMessage } from '../store.ts'
import { deferJournal, lockDue, lockJournal, removeJournal, type JournalRow } from '../store/journal.ts'
import { readJournalRow } from './journal-entry.ts'

/** Copies in one transaction; keeps statements well below PostgreSQL's limit of parameters. */
const maxCopies = 1000
const maxMessages = 100
/** From this attempt on, a minute or so, somebody should look at it. */
const stuckAttempts = 6
const maxDelayMs = 5 * 60_000

const delayMs = (attempts: number) => Math.min(1000 * 2 ** attempts, maxDelayMs)

interface Waiting {
  readonly row: JournalRow
  readonly entry: Awaited<ReturnType<typeof readJournalRow>>
}

/** As many as one transaction takes, but at least one. */
function firstOf(waiting: readonly Waiting[]): readonly Waiting[] {
  let copies = 0
  const end = waiting.findIndex(({ entry }, index) => {
    copies += entry.copies.length
    return index > 0 && copies > maxCopies
  })
  return end === -1 ? waiting : waiting.slice(0, end)
}

/** Moves rows that the transaction holds into the tables; their keys end with it. */
async function writeRows(deps: SealingDeps, tx: Tx, rows: readonly JournalRow[]): Promise<number> {
  const [first] = rows
  if (first === undefined) return 0
  const waiting = firstOf(
    await Promise.all(rows.map(async (row) => ({ row, entry: await readJournalRow(deps.shred, row) }))),
  )
  for (const { row, entry } of waiting)
    if (entry.secrets === null) deps.log.warn('journal.keys-lost', { messageId: row.id })
  const outside = waiting.flatMap(({ entry }) => entry.copies.filter(needsLink)).map((copy) => copy.recipient_id)
  const recipients = outside.length === 0 ? [] : await deps.recipientsById(tx, [...new Set(outside)])
  await writeMessages(deps, tx, {
    messages: waiting.map(({ entry }) => entry),
    around: {
      settings: await deps.settingsOf(tx, first.organisation_id),
      recipients: new Map(recipients.map((recipient) => [recipient.id, recipient])),
    },
  })
  await removeRows(deps, tx, waiting)
  return waiting.length
}

async function removeRows(deps: SealingDeps, tx: Tx, written: readonly Pick<Waiting, 'row'>[]): Promise<void> {
  await removeJournal(
    tx,
    written.map(({ row }) => row.id),
  )
  deps.shred.end(
    tx,
    written.map(({ row }) => row.sealed_secrets),
  )
}

/** Writes one message, unless somebody did: of two who try, the second finds the row gone. */
export async function writeOne(deps: SealingDeps, organisationId: OrganisationId, id: MessageId): Promise<void> {
  await deps.database.withOrganisation(organisationId, async (tx) => {
    const row = await lockJournal(tx, id)
    if (row === undefined) return
    if ((await readMessage(tx, id)) !== undefined) return removeRows(deps, tx, [{ row }])
    await writeRows(deps, tx, [row])
  })
}

/** A code, never a text: it stands in a row and in the audit log. */
const failureOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

/** Nothing is dropped: what cannot be written stays, is tried again, and is seen. */
async function defer(deps: SealingDeps, failed: JournalRow, error: unknown): Promise<void> {
  const attempts = failed.attempts + 1
  const { organisation_id: organisationId, id } = failed
  const isStuck = attempts === stuckAttempts
  await deps.database.withOrganisation(organisationId, async (tx) => {
    const failure = failureOf(error)
    const next_attempt_at = new Date(deps.clock.now().getTime() + delayMs(attempts))
    await deferJournal(tx, id, { attempts, next_attempt_at, failure })
    if (!isStuck) return
    await deps.audit.record(tx, {
      organisationId,
      action: 'message.not-written',
      actor: { kind: 'system' },
      subject: { kind: 'message', id },
      detail: { attempts, reason: failure },
    })
  })
  const told = { messageId: id, attempts, ...describeError(error) }
  if (isStuck) deps.log.error('journal.stuck', told)
  else deps.log.warn('journal.not-written', told)
}

export interface WrittenBatch {
  readonly written: number
  readonly failed: number
  /** Whether there may be more. */
  readonly isFull: boolean
}

async function writeAlone(deps: SealingDeps, rows: readonly JournalRow[]): Promise<WrittenBatch> {
  let failed = 0
  for (const row of rows)
    await writeOne(deps, row.organisation_id, row.id).catch(async (error: unknown) => {
      await defer(deps, row, error)
      failed++
    })
  return { written: rows.length - failed, failed, isFull: true }
}

/**
 * Writes the oldest messages that wait, together; when that fails, each alone, so that one that cannot be written holds up no
 * other. Any process may, several at once: each row is one's who holds it. Rejects when the database does not answer.
 */
export async function writeWaiting(deps: SealingDeps, organisationId: OrganisationId): Promise<WrittenBatch> {
  let rows: readonly JournalRow[] = []
  try {
    const written = await deps.database.withOrganisation(organisationId, async (tx) => {
      rows = await lockDue(tx, { asOf: deps.clock.now(), limit: maxMessages })
      return writeRows(deps, tx, rows)
    })
    return { written, failed: 0, isFull: written > 0 && (rows.length === maxMessages || written < rows.length) }
  } catch (error) {
    if (rows.length === 0) throw error
    return writeAlone(deps, rows)
  }
}
