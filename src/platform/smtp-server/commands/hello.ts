import { clientName, listExtensions } from '../../../lib/smtp/index.ts'
import { say, type CommandHandler, type Conversation } from '../conversation.ts'

/** EHLO (RFC 5321 section 4.1.1.1): begins anew and lists what this session can do now. No name is refused (section 4.1.4). */
export const ehlo: CommandHandler = (conversation, rest) => {
  conversation.state = { kind: 'introduced', hello: { name: clientName(rest), isExtended: true } }
  const { hostname, canStartTls, limits } = conversation
  const lines = listExtensions({
    startTls: canStartTls,
    mechanisms: mechanismsOf(conversation),
    maxMessageBytes: limits.maxMessageBytes,
  })
  return say({ code: 250, enhanced: null, text: hostname, more: lines })
}

/** HELO: the same without extensions. */
export const helo: CommandHandler = (conversation, rest) => {
  conversation.state = { kind: 'introduced', hello: { name: clientName(rest), isExtended: false } }
  return say({ code: 250, enhanced: null, text: conversation.hostname })
}

/** AUTH is offered inside TLS only, and once (RFC 4954 sections 3 and 4). */
export function mechanismsOf({ session, isSecure, isSignedIn }: Conversation): readonly string[] {
  return session.signIn !== null && isSecure && !isSignedIn ? ['PLAIN', 'LOGIN'] : []
}
