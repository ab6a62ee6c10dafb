import type { Command } from 'commander'
import { z } from 'zod'
import { addCommand, type CommandHost } from '../define-command.ts'
import { withParts } from '../open-parts.ts'

/** Adds `keys lost`. */
export function addKeysCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'keys lost',
    summary: 'say that the keys of short-lived secrets are lost, so that Sealpost starts without them',
    input: z.object({}),
    run: (_input, shell) =>
      withParts(
        shell,
        async (parts) => {
          const links = await parts.sealing.findLostAccess()
          return {
            data: { links },
            text: `${links} links can no longer be opened; their senders see them under "Needs attention". Mails and texts that wait are given up, and their senders told, when it is their turn.`,
          }
        },
        { acceptOtherKeys: true },
      ),
  })
}
