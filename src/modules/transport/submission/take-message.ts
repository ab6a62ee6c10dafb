import { describeError } from '../../../platform/log/log.ts'
import type { MessageBody } from '../../../platform/smtp-server/index.ts'
import { isAppError } from '../../../lib/errors/app-error.ts'
import type { EnvelopeRecipient } from '../../../lib/smtp/index.ts'
import { checkSender } from './check-sender.ts'
import type { EnvelopeSender } from './envelope.ts'
import { refusals } from './errors.ts'
import type { SubmissionLimits } from './limits.ts'
import { createMessageSource, type MessageSource } from './message-source.ts'
import type { AcceptedMail, PhoneUse, SubmissionDeps, SubmissionIdentity } from './ports.ts'
import { receivedLine } from './received-line.ts'
import type { SubmissionMetrics } from './submission-metrics.ts'

export interface IncomingMessage {
  readonly identity: SubmissionIdentity
  readonly homeCountry: string
  readonly sender: EnvelopeSender
  readonly recipients: readonly EnvelopeRecipient[]
  /** Which message of which connection; a random name, not one of the account. */
  readonly transactionId: string
  readonly remoteAddress: string
  readonly body: MessageBody
}

/** Takes one message over and resolves with the text of the 250; throws what the reply is made from. */
export type TakeMessage = (message: IncomingMessage) => Promise<string>

export function createTakeMessage(
  deps: SubmissionDeps,
  limits: SubmissionLimits,
  metrics: SubmissionMetrics,
): TakeMessage {
  return async (message) => {
    const startedMs = deps.clock.now().getTime()
    const source = createMessageSource(message.body, limits)
    try {
      const accepted = await acceptFrom(deps, message, source)
      metrics.accepted.inc({ sender: message.identity.kind })
      metrics.bytes.inc(message.body.bytes)
      metrics.seconds.observe((deps.clock.now().getTime() - startedMs) / 1000)
      logAccepted(deps, message, accepted)
      return acceptedText(accepted)
    } catch (error) {
      await message.body.drop()
      const cause = source.failure() ?? error
      logRefused(deps, message, cause)
      throw cause
    }
  }
}

async function acceptFrom(
  deps: SubmissionDeps,
  message: IncomingMessage,
  source: MessageSource,
): Promise<AcceptedMail> {
  const { identity, recipients, sender: envelopeSender, transactionId } = message
  const sender = checkSender(identity, await source.header())
  const accepted = await deps.acceptMail({
    sender,
    envelopeFrom: envelopeSender.written,
    recipients,
    envid: envelopeSender.envid,
    ret: envelopeSender.ret,
    homeCountry: message.homeCountry,
    receivedLine: receivedLine({
      hostname: deps.hostname,
      smtpUtf8: envelopeSender.smtpUtf8,
      transactionId,
      at: deps.clock.now(),
    }),
    content: source.content(),
  })
  if (!source.isComplete()) throw refusals.notRead()
  return accepted
}

const phoneTexts: Readonly<Record<PhoneUse, string>> = {
  check: 'the recipient gets codes on the phone you named',
  'has-check': 'the phone you named was not used, since the recipient has another check',
  'not-one-to-one': 'the phone you named was not used, since it must be one phone for one recipient',
  'not-allowed': 'the phone you named was not used, since your organisation does not allow its country',
}

/** The text behind "250 2.6.0". */
export function acceptedText({ messageId, parked, queued, phone }: AcceptedMail): string {
  const accepted = `Accepted as ${messageId}${phone === null ? '' : `; ${phoneTexts[phone]}`}`
  if (parked.length === 0) return accepted
  const all = parked.length + queued.length
  const need = parked.length === 1 ? 'needs' : 'need'
  return `${accepted}; ${parked.length} of ${all} recipients still ${need} a check, see the mail in your inbox`
}

function logAccepted(deps: SubmissionDeps, message: IncomingMessage, accepted: AcceptedMail): void {
  deps.log.info('submission.accepted', {
    transaction: message.transactionId,
    remoteAddress: message.remoteAddress,
    messageId: accepted.messageId,
    recipients: message.recipients.length,
    parked: accepted.parked.length,
    bytes: message.body.bytes,
  })
}

/** A refusal is logged by its code alone: its text may name what somebody wrote into the From line. */
function logRefused(deps: SubmissionDeps, message: IncomingMessage, error: unknown): void {
  const { transactionId: transaction, remoteAddress, body } = message
  const fields = { transaction, remoteAddress, bytes: body.bytes }
  if (isAppError(error) && error.kind !== 'broken')
    deps.log.info('submission.refused', { ...fields, errorCode: error.code })
  else deps.log.error('submission.failed', { ...fields, ...describeError(error) })
}
