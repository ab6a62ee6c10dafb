import { randomBytes } from 'node:crypto'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { ContentId, MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../../lib/id/uuid-v7.ts'
import { isPhoneAddress } from '../../../../lib/policy/index.ts'
import { answersKeyBytes, conversationSeedBytes } from '../../../../lib/split-key/index.ts'
import { startFileWithKey } from '../../../../platform/age/index.ts'
import { contentFileKeySync } from '../../../../platform/split-key/index.ts'
import { createPhoneFinder } from '../hidden-phones.ts'
import type { AcceptedMail, IncomingMail, MailSender } from '../incoming-mail.ts'
import { withMissingFields } from '../missing-fields.ts'
import { readOutgoingHeader } from '../outgoing-header.ts'
import type { SealingDeps } from '../ports.ts'
import { storeContent, takeContent } from '../seal-content.ts'
import type { Journal } from '../journal/journal.ts'
import { commitMessages, journalMessages } from './commit-messages.ts'
import type { MessageGroup, PreparedContent, PreparedMessage } from './draft-copies.ts'
import { findMailbox } from './find-mailbox.ts'
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

interface ContentToPrepare {
  readonly sender: MailSender
  readonly contentId: ContentId
  readonly fileKey: Uint8Array
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * A small content waits in memory for the transaction, which finds the mailbox it is encrypted to. A large one is
 * encrypted as it streams in, to the mailbox as it is now, and durable already.
 */
async function prepareContent(deps: SealingDeps, input: ContentToPrepare): Promise<PreparedContent> {
  const { sender, contentId, fileKey } = input
  const taken = await takeContent(input.content)
  if ('whole' in taken) return { kind: 'small', plain: taken.whole, sizeBytes: taken.whole.length }
  const { recipient } = await deps.database.withOrganisation(sender.organisationId, (tx) =>
    findMailbox(deps, tx, sender),
  )
  const start = startFileWithKey(fileKey, recipient)
  const sizeBytes = await storeContent(deps.blobs, { contentId, pieces: taken.pieces, start })
  return { kind: 'stored', start, sizeBytes }
}

/** Makes the keys and takes the content; the transaction is still to come. */
async function prepareMessage(deps: SealingDeps, mail: IncomingMail): Promise<PreparedMessage> {
  const nowMs = deps.clock.now().getTime()
  const phones = phonesOf(mail)
  const contentId = uuidV7<ContentId>(nowMs)
  const { header: received, rest } = await readOutgoingHeader(mail.content, { ...mail, phones })
  const added = { at: new Date(nowMs), domain: domainOf(mail.sender.address), receivedLine: mail.receivedLine }
  const header = withMissingFields(received, added)
  async function* edited(): AsyncGenerator<Uint8Array> {
    yield header.bytes
    yield* rest
  }
  const secrets = randomBytes(conversationSeedBytes + answersKeyBytes)
  const seed = secrets.subarray(0, conversationSeedBytes)
  const fileKey = contentFileKeySync(seed, contentId)
  const content = await prepareContent(deps, { sender: mail.sender, contentId, fileKey, content: edited() })
  const sender = withoutPhone(mail.sender, [...phones, ...header.password.phones])
  return {
    mail: { ...mail, sender },
    messageId: uuidV7<MessageId>(nowMs),
    contentId,
    seed,
    fileKey,
    answersKey: secrets.toString('base64url', conversationSeedBytes),
    header,
    content,
  }
}

async function commitGroup(deps: SealingDeps, journal: Journal, messages: MessageGroup): Promise<AcceptedMail[]> {
  const { organisationId, group } = messages
  const { withOrganisation } = deps.database
  if (!journal.isFor(organisationId, group.length))
    return withOrganisation(organisationId, (tx) => commitMessages(deps, tx, messages))
  const accepted = await withOrganisation(organisationId, (tx) => journalMessages(deps, tx, messages))
  journal.added(organisationId, accepted.length)
  return accepted
}

/**
 * Seals a message: its bytes encrypted and durable, then keys, wraps, audit entry and queued notifications in one
 * transaction, or all that these are made from in one row of the journal; a transaction is shared with other messages of the
 * organisation. Resolves only then, so the caller may acknowledge (promise 1). On any failure nothing is kept and an error is
 * thrown.
 */
export function createAcceptMail(deps: SealingDeps, journal: Journal): AcceptMail {
  const groups = new GroupCommit<PreparedMessage, AcceptedMail, OrganisationId>({
    commit: (organisationId, group) => commitGroup(deps, journal, { organisationId, group }),
    weigh: ({ mail }) => mail.recipients.length,
    maxWeight: maxRecipientsPerGroup,
  })
  return async (mail) => {
    if (mail.recipients.length === 0)
      throw new AppError('invalid', 'message.no-recipient', 'The message has no recipient.')
    const prepared = await prepareMessage(deps, mail)
    const { organisationId } = mail.sender
    try {
      return await journal.admit(organisationId, () => groups.add(organisationId, prepared))
    } catch (error) {
      // Only a refusal surely left no row; after a lost connection the sweep removes contents that no row names.
      if (error instanceof AppError && prepared.content.kind === 'stored')
        await deps.blobs.remove(prepared.contentId).catch(() => undefined)
      throw error
    }
  }
}
