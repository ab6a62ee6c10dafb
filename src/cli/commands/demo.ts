import type { Command } from 'commander'
import { z } from 'zod'
import type { RunningDemo } from '../../demo/start-demo.ts'
import { pairs } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { listenForStop } from '../listen-for-stop.ts'
import type { Shell } from '../shell.ts'

function welcome({ practice, config, notes }: RunningDemo): string {
  const { submission, accounts } = practice
  const page = `${practice.publicUrl}/demo`
  const signIns = accounts.flatMap((account): [string, string][] => [
    [account.name, account.address],
    ['  password', account.password],
    ['  app password', account.appPassword],
  ])
  return [
    ...notes.map((note) => `note: ${note}`),
    '',
    `${practice.organisation} is open.`,
    '',
    `  Start here:  ${page}`,
    '',
    pairs([
      ['web app', practice.publicUrl],
      ['mail program', `${submission.host}, port ${submission.startTlsPort} (STARTTLS) or ${submission.tlsPort} (TLS)`],
      ...signIns,
      ['data', config.dataDir],
    ]),
    '',
    '1. Open the page above and send a message as the doctor.',
    '2. Open the link in the mail that appears there, and ask for the code.',
    '3. The code appears as a text message on the same page: read the message and reply.',
    '',
    'No mail and no text message leaves this machine. Ctrl-C stops the demo; the next start finds everything again.',
  ].join('\n')
}

async function demo(asJson: boolean, shell: Shell) {
  const stopWanted = listenForStop(shell)
  const { startDemo } = await import('../../demo/start-demo.ts')
  const running = await startDemo(shell.environment, (text) => shell.errors.write(`${text}\n`))
  const { practice, notes } = running
  const shown = asJson ? JSON.stringify({ page: `${practice.publicUrl}/demo`, notes, ...practice }) : welcome(running)
  shell.output.write(`${shown}\n`)
  await stopWanted
  await running.stop()
  return { data: { stopped: true }, text: 'The demo has stopped.' }
}

/** Adds `demo`: runs until a signal. With --json the addresses and sign-ins are one line of JSON. */
export function addDemoCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'demo',
    summary: 'run a seeded practice on this machine, its mails and text messages caught and shown on one page',
    input: z.object({ json: z.boolean().default(false) }),
    run: ({ json }, shell) => demo(json, shell),
  })
}
