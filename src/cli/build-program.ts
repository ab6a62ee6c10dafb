import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { z } from 'zod'
import { addAccountCommands } from './commands/account.ts'
import { addAppPasswordCommand } from './commands/app-password.ts'
import { addAuditCommands } from './commands/audit.ts'
import { addBackupCommand } from './commands/backup.ts'
import { addBrandingCommand } from './commands/branding.ts'
import { addConfigCommands } from './commands/config.ts'
import { addDemoCommand } from './commands/demo.ts'
import { addDomainCommands } from './commands/domain.ts'
import { addJournalCommand } from './commands/journal.ts'
import { addKeysCommand } from './commands/keys.ts'
import { addLockoutCommands } from './commands/lockout.ts'
import { addOrganisationCommands } from './commands/organisation.ts'
import { addRecipientCommands } from './commands/recipient.ts'
import { addRelayCommands } from './commands/relay.ts'
import { addRestoreCommand } from './commands/restore.ts'
import { addServeCommand } from './commands/serve.ts'
import type { PrintAnswer } from './define-command.ts'

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** All commands; `print` receives what each of them has to say. */
export function buildProgram(print: PrintAnswer): Command {
  const program = new Command('sealpost')
    .description('Confidential mail for people who have nothing but a mailbox and a phone.')
    .version(version(), '--version', 'print the version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', '\nSettings come from SEALPOST_ variables: sealpost config reference')
  addServeCommand(program, print)
  addDemoCommand(program, print)
  addOrganisationCommands(program, print)
  addBrandingCommand(program, print)
  addAccountCommands(program, print)
  addAppPasswordCommand(program, print)
  addLockoutCommands(program, print)
  addRecipientCommands(program, print)
  addDomainCommands(program, print)
  addRelayCommands(program, print)
  addAuditCommands(program, print)
  addConfigCommands(program, print)
  addBackupCommand(program, print)
  addKeysCommand(program, print)
  addJournalCommand(program, print)
  addRestoreCommand(program, print)
  return program
}
