import { randomBytes } from 'node:crypto'
import { AppError } from '../../../../lib/errors/app-error.ts'
import { uuidV7 } from '../../../../lib/id/uuid-v7.ts'
import { isPhoneAddress } from '../../../../lib/policy/index.ts'
import { answersKeyBytes } from '../../../../lib/split-key/index.ts'
import { generateIdentity } from '../../../../platform/age/index.ts'
import { createPhoneFinder } from '../hidden-phones.ts'
import type { AcceptedMail, IncomingMail, MailSender } from '../incoming-mail.ts'
import { withMissingFields } from '../missing-fields.ts'
import { readOutgoingHeader } from '../outgoing-header.ts'
import type { SealingDeps } from '../ports.ts'
import { sealContent } from '../seal-content.ts'
import { commitMessages } from './commit-messages.ts'
import type { PreparedMessage } from './draft-copies.ts'
import { GroupCommit } from './group-commit.ts'

export type AcceptMail = (mail: IncomingMail) => Promise<AcceptedMail>

/** Recipients in one transaction; keeps statements well below PostgreSQL's limit of parameters. */
const maxRecipientsPerGroup = 1000

/** The phones of the envelope, E.164. */
const phonesOf = ({ recipients }: IncomingMail): readonly string[] =>
  recipients.flatMap(({ address }) => (isPhoneAddress(address) ? [address.slice(0, address.lastIndexOf('@'))] : []))

/** A mail server's From may name the phone as well; people then read the name of the mailbox. */
function withoutPhone(sender: MailSender, phones: readonly string[]): MailSender {
  const name = Buffer.from(sender.displayName).toString('latin1')
  return createPhoneFinder(phones).isIn(name) ? { ...sender, displayName: '' } : sender
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/** Makes the keys and encrypts the content; what is large is durable already, the transaction is still to come. */
async function prepareMessage(deps: SealingDeps, mail: IncomingMail): Promise<PreparedMessage> {
  const nowMs = deps.clock.now().getTime()
  const conversation = generateIdentity()
  const phones = phonesOf(mail)
  const contentId = uuidV7(nowMs)
  const { header: received, rest } = await readOutgoingHeader(mail.content, { ...mail, phones })
  const added = { at: new Date(nowMs), domain: domainOf(mail.sender.address), receivedLine: mail.receivedLine }
  const header = withMissingFields(received, added)
  async function* edited(): AsyncGenerator<Uint8Array> {
    yield header.bytes
    yield* rest
  }
  const { sizeBytes, small } = await sealContent(deps.blobs, {
    contentId,
    content: edited(),
    recipients: [conversation.recipient],
  })
  const sender = withoutPhone(mail.sender, [...phones, ...header.password.phones])
  const answersKey = randomBytes(answersKeyBytes).toString('base64url')
  return {
    mail: { ...mail, sender },
    messageId: uuidV7(nowMs),
    contentId,
    conversation,
    answersKey,
    header,
    sizeBytes,
    small,
  }
}

/**
 * Seals a message: its bytes encrypted and durable, then keys, wraps, audit entry and queued notifications in one
 * transaction, which it may share with other messages of its organisation. Resolves only then, so the caller may
 * acknowledge (promise 1). On any failure nothing is kept and an error is thrown.
 */
export function createAcceptMail(deps: SealingDeps): AcceptMail {
  const groups = new GroupCommit<PreparedMessage, AcceptedMail>({
    commit: (organisationId, group) =>
      deps.database.withOrganisation(organisationId, (tx) => commitMessages(deps, tx, group)),
    weigh: ({ mail }) => mail.recipients.length,
    maxWeight: maxRecipientsPerGroup,
  })
  return async (mail) => {
    if (mail.recipients.length === 0)
      throw new AppError('invalid', 'message.no-recipient', 'The message has no recipient.')
    const prepared = await prepareMessage(deps, mail)
    try {
      return await groups.add(mail.sender.organisationId, prepared)
    } catch (error) {
      // Only a refusal surely left no row; after a lost connection the sweep removes contents that no row names.
      if (error instanceof AppError && prepared.small === null)
        await deps.blobs.remove(prepared.contentId).catch(() => undefined)
      throw error
    }
  }
}
