import type { Command } from 'commander'
import { z } from 'zod'
import { columns } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'

const addList = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'lockouts',
    summary: 'list internet addresses that are locked out after wrong passwords',
    input: z.object({}),
    run: (_input, shell) =>
      withParts(shell, async (parts) => {
        const lockouts = await parts.identity.lockouts()
        const rows = lockouts.map((one) => [one.internetAddress, one.lockedAt.toISOString(), one.endsAt.toISOString()])
        return {
          data: lockouts,
          text: columns(['INTERNET ADDRESS', 'LOCKED', 'OPENS BY ITSELF'], rows, 'No internet address is locked out.'),
        }
      }),
  })

const addUnlock = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'unlock',
    summary: 'let a locked internet address sign in again',
    arguments: [['<address>', 'internet address, or mail address of an account that is locked out with it']],
    input: z.object({ address: z.string() }),
    run: ({ address }, shell) =>
      withParts(shell, async (parts) => {
        const unlocked = await parts.identity.unlock({ address, actor: commandActor })
        return { data: { unlocked }, text: `Unlocked ${unlocked.join(' and ')}.` }
      }),
  })

export function addLockoutCommands(program: Command, host: CommandHost): void {
  addList(program, host)
  addUnlock(program, host)
}
