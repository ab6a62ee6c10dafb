import type * as z from 'zod/mini'
import type {
  AccessKeyId,
  AccountId,
  AnswerId,
  AppPasswordId,
  ContentId,
  CopyId,
  Identifier,
  MailId,
  MailboxId,
  MessageId,
  OrganisationId,
  RecipientId,
  RelayId,
  SessionId,
  TextId,
} from '../lib/id/identifiers.ts'
import { uuid } from './endpoint.ts'

/** Text from outside that was checked to be a UUID; whether it names anything, the table says. */
// oxlint-disable-next-line typescript/consistent-type-assertions -- constructor: an identifier is a checked UUID and what somebody says it names
const checked = <Id extends Identifier>() => uuid as unknown as z.ZodMiniType<Id, string>

/** How text from outside becomes an identifier, by what it names. */
export const ids = {
  organisation: checked<OrganisationId>(),
  account: checked<AccountId>(),
  mailbox: checked<MailboxId>(),
  session: checked<SessionId>(),
  appPassword: checked<AppPasswordId>(),
  relay: checked<RelayId>(),
  recipient: checked<RecipientId>(),
  accessKey: checked<AccessKeyId>(),
  message: checked<MessageId>(),
  copy: checked<CopyId>(),
  answer: checked<AnswerId>(),
  content: checked<ContentId>(),
  /** What the inbox lists: a message by the copy that came, or an answer. */
  inboxEntry: checked<CopyId | AnswerId>(),
  mail: checked<MailId>(),
  text: checked<TextId>(),
}
