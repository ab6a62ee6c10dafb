import { CommanderError } from 'commander'
import type { Answer } from './answer.ts'
import { buildProgram } from './build-program.ts'
import { explainFailure } from './explain-failure.ts'

function printAnswer(answer: Answer, { asJson }: { readonly asJson: boolean }): void {
  const text = asJson ? JSON.stringify(answer.data, null, 2) : answer.text
  if (text !== '') process.stdout.write(`${text}\n`)
  if (answer.problem === undefined) return
  process.stderr.write(`sealpost: ${answer.problem}\n`)
  process.exitCode = 1
}

/** Help and --version end like this, too. */
const isWanted = (error: unknown) => error instanceof CommanderError && error.exitCode === 0

/** Help after a group without its verb was printed by commander itself. */
const isExplained = (error: unknown) => error instanceof CommanderError && error.code === 'commander.help'

/** Runs one command; sets the exit code and prints at most one line about a failure. */
export async function runCli(words: readonly string[]): Promise<void> {
  // Whoever reads the output may stop reading, as `| head` does.
  process.stdout.on('error', () => undefined)
  try {
    await buildProgram(printAnswer).parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (isWanted(error)) return
    if (!isExplained(error)) process.stderr.write(`sealpost: ${explainFailure(error)}\n`)
    process.exitCode = 1
  }
}
