import {
  loginChallenges,
  parseAuth,
  readLoginUser,
  readPlainResponse,
  readResponse,
  replies,
  type Credentials,
} from '../../../lib/smtp/index.ts'
import { answerWith, say, type Answer, type CommandHandler, type Conversation } from '../conversation.ts'
import type { SignInRing } from '../smtp-session.ts'

/** AUTH (RFC 4954 section 4) with PLAIN (RFC 4616) and LOGIN, the initial response with the command or behind a challenge. */
export const auth: CommandHandler = (conversation, rest) => {
  const { signIn } = conversation.session
  if (signIn === null) return say(replies.syntax.unknownCommand)
  if (!conversation.isSecure) return say(replies.order.tlsFirst)
  if (conversation.isSignedIn) return say(replies.order.signedInAlready)
  if (conversation.state.kind === 'transaction') return say(replies.order.signInInTransaction)
  const command = parseAuth(rest)
  if (command === null) return say(replies.syntax.credentials)
  if (command.mechanism === 'PLAIN') {
    return withResponse(conversation, { first: command.initialResponse, challenge: '' }, (response) =>
      check(conversation, signIn, readPlainResponse(response)),
    )
  }
  if (command.mechanism !== 'LOGIN') return say(replies.syntax.mechanism)
  return withResponse(conversation, { first: command.initialResponse, challenge: loginChallenges.user }, (response) =>
    askForPassword(conversation, signIn, readLoginUser(response)),
  )
}

function askForPassword(conversation: Conversation, signIn: SignInRing, user: string | null): Answer {
  if (user === null) return say(replies.syntax.credentials)
  return withResponse(conversation, { first: null, challenge: loginChallenges.password }, (response) => {
    const password = readResponse(response)
    return check(conversation, signIn, password === null ? null : { user, password, actFor: '' })
  })
}

interface Step {
  /** The response that came with the command. */
  readonly first: string | null
  readonly challenge: string
}

/** Goes on with the response at hand, or asks for it; a lone `*` gives the exchange up. */
function withResponse(conversation: Conversation, step: Step, goOn: (response: string) => Answer): Answer {
  if (step.first !== null) return goOn(step.first)
  conversation.awaited = (line) => (line.trim() === '*' ? say(replies.syntax.signInAborted) : goOn(line.trim()))
  return say(replies.accepted.challenge(step.challenge))
}

function check(conversation: Conversation, signIn: SignInRing, credentials: Credentials | null): Answer {
  if (credentials === null) return say(replies.syntax.credentials)
  const accept = () => {
    conversation.isSignedIn = true
    return say(replies.accepted.signIn)
  }
  return answerWith(() => signIn.check(credentials), accept, signIn.replyTo)
}
