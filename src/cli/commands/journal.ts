import type { Command } from 'commander'
import { z } from 'zod'
import { addCommand, type CommandHost } from '../define-command.ts'
import { withParts } from '../open-parts.ts'

/** Adds `journal check`. */
export function addJournalCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'journal check',
    summary: 'whether every message that was acknowledged is written, or how many wait and how many fail',
    input: z.object({}),
    run: (_input, shell) =>
      withParts(shell, async (parts) => {
        const { waiting, failing, oldest } = await parts.sealing.journalState()
        const since = oldest === null ? '' : `, the oldest since ${oldest.toISOString()}`
        return {
          data: { waiting, failing, oldest: oldest?.toISOString() ?? null },
          text: `${waiting} messages wait to be written, ${failing} could not be written so far${since}.`,
          problem:
            failing === 0
              ? undefined
              : 'Messages are acknowledged and could not be written; they are kept and tried again. The log says why: journal.not-written.',
        }
      }),
  })
}
