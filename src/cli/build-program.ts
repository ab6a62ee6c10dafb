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
import type { CommandHost } from './define-command.ts'

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** All commands. */
export function buildProgram(host: CommandHost): Command {
  const { output, errors } = host.shell
  const program = new Command('sealpost')
    .description('Confidential mail for people who have nothing but a mailbox and a phone.')
    .version(version(), '--version', 'print the version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.write(text),
      writeErr: (text) => errors.write(text),
      outputError: () => undefined,
    })
    .addHelpText('after', '\nSettings come from SEALPOST_ variables: sealpost config reference')
  addServeCommand(program, host)
  addDemoCommand(program, host)
  addOrganisationCommands(program, host)
  addBrandingCommand(program, host)
  addAccountCommands(program, host)
  addAppPasswordCommand(program, host)
  addLockoutCommands(program, host)
  addRecipientCommands(program, host)
  addDomainCommands(program, host)
  addRelayCommands(program, host)
  addAuditCommands(program, host)
  addConfigCommands(program, host)
  addBackupCommand(program, host)
  addKeysCommand(program, host)
  addJournalCommand(program, host)
  addRestoreCommand(program, host)
  return program
}
