import { CommanderError } from 'commander'
import { buildProgram } from './build-program.ts'
import type { PrintAnswer } from './define-command.ts'
import { explainFailure } from './explain-failure.ts'
import type { Shell } from './shell.ts'

/** Help and --version end like this, too. */
const isWanted = (error: unknown) => error instanceof CommanderError && error.exitCode === 0

/** Help after a group without its verb was printed by commander itself. */
const isExplained = (error: unknown) => error instanceof CommanderError && error.code === 'commander.help'

/** Runs one command; resolves with the exit code, and prints at most one line about a failure. */
export async function runCli(words: readonly string[], shell: Shell): Promise<number> {
  const { output, errors } = shell
  let code = 0
  const fail = (text: string) => {
    errors.write(`sealpost: ${text}\n`)
    code = 1
  }
  const print: PrintAnswer = ({ data, text, problem }, { asJson }) => {
    const shown = asJson ? JSON.stringify(data, null, 2) : text
    if (shown !== '') output.write(`${shown}\n`)
    if (problem !== undefined) fail(problem)
  }
  // Whoever reads the output may stop reading, as `| head` does.
  output.on('error', () => undefined)
  try {
    await buildProgram({ shell, print }).parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (isWanted(error)) return 0
    if (isExplained(error)) return 1
    fail(explainFailure(error))
  }
  return code
}
