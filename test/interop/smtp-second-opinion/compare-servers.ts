import type { SmtpClient } from '../../harness/smtp-client.ts'
import type { Command, Group, Sequence } from './random-sequence.ts'

/** The first digit of a reply, or that the server closed without one. */
export type ReplyClass = '2' | '3' | '4' | '5' | 'closed'

export interface Difference {
  readonly kind: string
  readonly ours: ReplyClass
  readonly theirs: ReplyClass
}

export interface Comparison {
  readonly differences: readonly Difference[]
  /** Replies that were compared. */
  readonly compared: number
}

async function classOf(client: SmtpClient): Promise<ReplyClass> {
  const code = await client.reply().then(
    (reply) => String(reply.code),
    () => 'closed',
  )
  const first = code[0]
  return first === '2' || first === '3' || first === '4' || first === '5' ? first : 'closed'
}

/** Sends a group and gives the class of each reply, that to the message included if the server wanted it. */
async function answersTo(client: SmtpClient, { commands, message }: Group): Promise<readonly ReplyClass[]> {
  await client.write(commands.map(({ line }) => `${line}\r\n`).join(''))
  const classes: ReplyClass[] = []
  for (const _command of commands) classes.push(await classOf(client))
  if (message === null || classes.at(-1) !== '3') return classes
  await client.write(message.line)
  return [...classes, await classOf(client)]
}

/**
 * Plays one sequence to both servers. What follows a difference in the same group is its consequence and not compared;
 * EHLO then brings both to the same state, unless one has closed.
 */
export async function compareServers(sequence: Sequence, ours: SmtpClient, theirs: SmtpClient): Promise<Comparison> {
  const differences: Difference[] = []
  let compared = 0
  for (const group of sequence.groups) {
    const [a, b] = await Promise.all([answersTo(ours, group), answersTo(theirs, group)])
    const sent: readonly Command[] = group.message === null ? group.commands : [...group.commands, group.message]
    const at = sent.findIndex((_command, index) => a[index] !== b[index])
    compared += at === -1 ? a.length : at + 1
    if (at !== -1) {
      const state = `${sequence.where === 'clear' ? 'in the clear: ' : ''}${sent[at]?.kind}`
      differences.push({ kind: state, ours: a[at] ?? 'closed', theirs: b[at] ?? 'closed' })
      const again = { commands: [{ kind: 'EHLO', line: 'EHLO again.example' }], message: null }
      const [[first], [second]] = await Promise.all([answersTo(ours, again), answersTo(theirs, again)])
      if (first !== '2' || second !== '2') break
    } else if (a.includes('closed')) break
  }
  return { differences, compared }
}
