import type { Command } from 'commander'
import type { z } from 'zod'
import { AppError } from '../contract/errors/app-error.ts'
import type { Answer } from './answer.ts'
import type { Shell } from './shell.ts'

export interface OptionDefinition {
  /** As commander writes it: `--name <name>`, `--admin`. */
  readonly flags: string
  readonly describe: string
  readonly isRequired?: boolean
}

export interface CommandDefinition<Input extends z.ZodType> {
  /** The words typed after `sealpost`. */
  readonly path: string
  readonly summary: string
  /** `<address>`: its value is `address` of the input. */
  readonly arguments?: readonly (readonly [name: string, describe: string])[]
  readonly options?: readonly OptionDefinition[]
  readonly input: Input
  readonly run: (input: z.output<Input>, shell: Shell) => Promise<Answer>
}

export type PrintAnswer = (answer: Answer, options: { readonly asJson: boolean }) => void

/** Where commands run, and who takes what each of them has to say. */
export interface CommandHost {
  readonly shell: Shell
  readonly print: PrintAnswer
}

const groupSummaries: Readonly<Record<string, string>> = {
  organisation: 'organisations, their settings and their face',
  account: 'people who send, and their app passwords',
  recipient: 'outside recipients: how they prove who they are, how messages reach them',
  domain: 'mail domains and their DNS records',
  relay: 'credentials of customers’ own mail servers',
  audit: 'the audit log',
  config: 'settings of this installation',
  journal: 'messages that are acknowledged and not yet written',
}

function groupOf(program: Command, words: readonly string[]): Command {
  return words.reduce(
    (parent, word) =>
      parent.commands.find((command) => command.name() === word) ??
      parent.command(word).description(groupSummaries[word] ?? ''),
    program,
  )
}

function parseInput<Input extends z.ZodType>(input: Input, given: unknown): z.output<Input> {
  const parsed = input.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new AppError('invalid', 'command.invalid', `${name === '' ? '' : `--${name}: `}${issue?.message ?? 'invalid'}`)
}

/** Adds a command; every command takes --json. */
export function addCommand<Input extends z.ZodType>(
  program: Command,
  { shell, print }: CommandHost,
  definition: CommandDefinition<Input>,
): void {
  const words = definition.path.split(' ')
  const command = groupOf(program, words.slice(0, -1))
    .command(words.at(-1) ?? '')
    .description(definition.summary)
  for (const [name, describe] of definition.arguments ?? []) command.argument(name, describe)
  for (const { flags, describe, isRequired } of definition.options ?? []) {
    if (isRequired === true) command.requiredOption(flags, describe)
    else command.option(flags, describe)
  }
  command.option('--json', 'print JSON')
  command.action(async () => {
    const options: Record<string, unknown> = command.opts()
    const named = command.registeredArguments.map((argument, index) => [argument.name(), command.args[index]])
    const input = parseInput(definition.input, { ...options, ...Object.fromEntries(named) })
    print(await definition.run(input, shell), { asJson: options['json'] === true })
  })
}
