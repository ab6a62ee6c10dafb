import { isAppError } from '../../../lib/errors/app-error.ts'
import { isPhoneAddress, readEnvelope } from '../../../lib/policy/index.ts'
import type { EnvelopeRecipient, RcptCommand, SmtpReply } from '../../../lib/smtp/index.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { SmtpClientFacts, SmtpSession, SmtpTransaction } from '../../../platform/smtp-server/index.ts'
import { describeAllowed, maySendAs } from './check-sender.ts'
import { readRecipient, readSender, type EnvelopeSender } from './envelope.ts'
import { refusals } from './errors.ts'
import type { SignedIn, SignIn } from './sign-in.ts'
import { signInReplyOf, smtpReplyOf } from './smtp-reply.ts'
import type { TakeMessage } from './take-message.ts'

export interface SubmissionSessionDeps {
  readonly clock: Clock
  readonly signIn: SignIn
  readonly takeMessage: TakeMessage
  readonly countRefusal: (error: unknown) => void
}

const signInFirst: SmtpReply = {
  code: 530,
  enhanced: '5.7.0',
  text: 'Sign in with an app password over TLS first',
}

/** What AUTH and MAIL mean here; the rest of a transaction is below. */
export function createSubmissionSession(deps: SubmissionSessionDeps, client: SmtpClientFacts): SmtpSession {
  let signedIn: SignedIn | null = null
  let transactions = 0
  const counted = (replyOf: (error: unknown) => SmtpReply) => (error: unknown) => {
    deps.countRefusal(error)
    return replyOf(error)
  }
  return {
    signIn: {
      needed: signInFirst,
      async check({ user, password, actFor }) {
        if (actFor !== '' && actFor !== user) throw refusals.signInRefused()
        signedIn = await deps.signIn({ user, password, remoteAddress: client.remoteAddress })
      },
      replyTo: counted(signInReplyOf),
    },
    begin(mail) {
      if (signedIn === null) throw refusals.signInRefused()
      if (deps.clock.now().getTime() >= signedIn.untilMs) throw refusals.signInAged()
      const sender = readSender(mail)
      const { identity } = signedIn
      if (sender.address !== '' && !maySendAs(identity, sender.address)) {
        throw refusals.senderForeign(sender.address, describeAllowed(identity))
      }
      transactions += 1
      const transactionId = `${client.connectionId}.${transactions}`
      return createTransaction(deps.takeMessage, { signedIn, sender, transactionId, client })
    },
    // A number with brackets and blanks is no mailbox by any grammar, and its refusal says what helps.
    takesPath: isPhoneAddress,
    replyTo: counted(smtpReplyOf),
  }
}

interface TransactionFacts {
  readonly signedIn: SignedIn
  readonly sender: EnvelopeSender
  readonly transactionId: string
  readonly client: SmtpClientFacts
}

function createTransaction(takeMessage: TakeMessage, facts: TransactionFacts): SmtpTransaction {
  const { signedIn, sender, transactionId, client } = facts
  const { identity, homeCountry, maxRecipients } = signedIn
  const recipients = new Map<string, EnvelopeRecipient>()
  /** Why a phone was refused: the sender wanted the password to go there, so the message does not go without it. */
  let refusedPhone: unknown = null
  const read = (rcpt: RcptCommand): EnvelopeRecipient => {
    try {
      return readRecipient(rcpt, { smtpUtf8: sender.smtpUtf8, homeCountry })
    } catch (error) {
      if (isAppError(error, 'policy.phone-invalid')) refusedPhone = error
      throw error
    }
  }
  return {
    addRecipient(rcpt) {
      const recipient = read(rcpt)
      const isNew = !recipients.has(recipient.address)
      if (isNew && recipients.size >= maxRecipients) throw refusals.tooManyRecipients(maxRecipients)
      recipients.set(recipient.address, recipient)
    },
    beforeMessage() {
      // oxlint-disable-next-line typescript/only-throw-error -- it is what was thrown at RCPT, thrown once more
      if (refusedPhone !== null) throw refusedPhone
      readEnvelope([...recipients.keys()], { homeCountry })
    },
    receive: (body) =>
      takeMessage({
        identity,
        homeCountry,
        sender,
        transactionId,
        body,
        recipients: [...recipients.values()],
        remoteAddress: client.remoteAddress,
      }),
  }
}
