import { isOtherProtocol, replies, splitCommand } from '../../lib/smtp/index.ts'
import { auth } from './commands/auth.ts'
import { data } from './commands/data.ts'
import { ehlo, helo } from './commands/hello.ts'
import { mail } from './commands/mail.ts'
import { noop } from './commands/noop.ts'
import { quit } from './commands/quit.ts'
import { rcpt } from './commands/rcpt.ts'
import { rset } from './commands/rset.ts'
import { startTls } from './commands/start-tls.ts'
import { vrfy } from './commands/vrfy.ts'
import { say, type Answer, type CommandHandler, type Conversation } from './conversation.ts'

const help: CommandHandler = ({ session, canStartTls }) =>
  say(
    replies.accepted.help([...handlers.keys()].filter((verb) => isOffered(verb, session.signIn !== null, canStartTls))),
  )

const handlers: ReadonlyMap<string, CommandHandler> = new Map([
  ['EHLO', ehlo],
  ['HELO', helo],
  ['STARTTLS', startTls],
  ['AUTH', auth],
  ['MAIL', mail],
  ['RCPT', rcpt],
  ['DATA', data],
  ['RSET', rset],
  ['NOOP', noop],
  ['QUIT', quit],
  ['VRFY', vrfy],
  ['HELP', help],
])

/** Those that need EHLO or HELO before them (RFC 5321 section 4.1.4), and those that need a sign-in where there is one. */
const needHello = new Set(['MAIL', 'RCPT', 'DATA', 'AUTH'])
const needSignIn = new Set(['MAIL', 'RCPT', 'DATA'])
/** Those that bring a message nearer. */
const worthwhile = new Set(['MAIL', 'RCPT', 'DATA', 'AUTH', 'STARTTLS'])

function isOffered(verb: string, signsIn: boolean, canStartTls: boolean): boolean {
  if (verb === 'AUTH') return signsIn
  return verb === 'STARTTLS' ? canStartTls : true
}

export interface AnsweredCommand {
  readonly answer: Answer
  /** Whether the command counts among those that bring no message nearer. */
  readonly isIdle: boolean
}

/** Answers one line, in the order of states that RFC 5321 section 4.1.4 asks for. */
export function answerCommand(conversation: Conversation, line: string): AnsweredCommand {
  const { awaited } = conversation
  if (awaited !== null) {
    conversation.awaited = null
    return { answer: awaited(line), isIdle: false }
  }
  if (isOtherProtocol(line)) return { answer: say(replies.closing.notSmtp), isIdle: true }
  const { verb, rest } = splitCommand(line)
  const handle = handlers.get(verb)
  if (handle === undefined) return { answer: say(replies.syntax.unknownCommand), isIdle: true }
  const isIdle = !worthwhile.has(verb)
  if (conversation.state.kind === 'connected' && needHello.has(verb)) {
    return { answer: say(replies.order.helloFirst), isIdle }
  }
  const { signIn } = conversation.session
  if (signIn !== null && !conversation.isSignedIn && needSignIn.has(verb)) return { answer: say(signIn.needed), isIdle }
  return { answer: handle(conversation, rest), isIdle }
}
