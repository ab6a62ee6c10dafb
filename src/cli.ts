/**
 * The sealpost command. It runs beside a running server or without one: each command finds the data folder by the same
 * settings, joins or starts the embedded database, and leaves it as it found it.
 */
import { runCli } from './cli/run-cli.ts'
import { processShell } from './cli/shell.ts'

process.exitCode = await runCli(process.argv.slice(2), processShell)
