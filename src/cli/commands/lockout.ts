import type { Command } from 'commander'
import { z } from 'zod'
import { columns } from '../answer.ts'
import { addCommand, type PrintAnswer } from '../define-command.ts'
import { commandActor } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'

const addList = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'lockouts',
    summary: 'list internet addresses that are locked out after wrong passwords',
    input: z.object({}),
    run: () =>
      withParts(async (parts) => {
        const lockouts = await parts.identity.lockouts()
        const rows = lockouts.map((one) => [one.internetAddress, one.lockedAt.toISOString(), one.endsAt.toISOString()])
        return {
          data: lockouts,
          text: columns(['INTERNET ADDRESS', 'LOCKED', 'OPENS BY ITSELF'], rows, 'No internet address is locked out.'),
        }
      }),
  })

const addUnlock = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'unlock',
    summary: 'let a locked internet address sign in again',
    arguments: [['<address>', 'internet address, or mail address of an account that is locked out with it']],
    input: z.object({ address: z.string() }),
    run: ({ address }) =>
      withParts(async (parts) => {
        const unlocked = await parts.identity.unlock({ address, actor: commandActor })
        return { data: { unlocked }, text: `Unlocked ${unlocked.join(' and ')}.` }
      }),
  })

export function addLockoutCommands(program: Command, print: PrintAnswer): void {
  addList(program, print)
  addUnlock(program, print)
}
