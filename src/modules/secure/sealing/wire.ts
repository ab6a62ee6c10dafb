import type { Tx } from '../../../platform/database/database.ts'
import type { Directory } from '../../tenancy/organisations/index.ts'
import type { Recipient, Recipients } from '../../tenancy/recipients/index.ts'
import { envelopeDomain, type Delivery } from '../../transport/delivery/index.ts'
import { passwordText } from '../../transport/notifications/index.ts'
import type { Sms } from '../../transport/sms/index.ts'
import type { CheckedRecipient, SealingDeps } from './ports.ts'
import { followedSettings } from './settings.ts'

type SealingPorts = Pick<
  SealingDeps,
  | 'settingsOf'
  | 'mailboxOf'
  | 'ownMailboxes'
  | 'recipientsOf'
  | 'recipientsById'
  | 'unlockRecipient'
  | 'queueMails'
  | 'requireMailAddress'
  | 'cancelMails'
  | 'domainRules'
  | 'numberOf'
  | 'rememberNumber'
  | 'queuePasswordText'
>

function withAccessKeys(recipients: Recipients, tx: Tx, found: readonly Recipient[]): Promise<CheckedRecipient[]> {
  return Promise.all(
    found.map(async (recipient) => ({
      ...recipient,
      access: recipient.accessKeyId === null ? null : await recipients.accessKeyOf(tx, recipient.id),
    })),
  )
}

/** Sealing's neighbours. */
export function wireSealing(modules: {
  readonly directory: Directory
  readonly recipients: Recipients
  readonly delivery: Delivery
  readonly sms: Sms
}): SealingPorts {
  const { directory, recipients, delivery, sms } = modules
  return {
    settingsOf: (tx, organisationId) => directory.settingsOf(tx, organisationId, followedSettings),
    mailboxOf: async (tx, query) =>
      'id' in query
        ? directory.getMailbox(tx, query.id)
        : ((await directory.mailboxOfAddress(tx, query.address)) ?? null),
    ownMailboxes: directory.mailboxesOfAddresses,
    recipientsOf: async (tx, organisationId, addresses) =>
      withAccessKeys(recipients, tx, await recipients.findOrCreate(tx, { organisationId, addresses })),
    recipientsById: async (tx, ids) => withAccessKeys(recipients, tx, await recipients.getRecipients(tx, ids)),
    unlockRecipient: recipients.unlock,
    queueMails: async (tx, mails) => {
      if (mails.length > 0) await delivery.queueMails(tx, mails)
    },
    requireMailAddress: (address) => void envelopeDomain(address),
    cancelMails: (tx, copyIds) => delivery.cancelMails(tx, { kind: 'copy', refIds: copyIds }),
    domainRules: directory.domainRules,
    numberOf: recipients.numberOf,
    rememberNumber: async (tx, { number, ...known }) => {
      await recipients.setCheck(tx, { ...known, check: { check: 'sms', number } })
    },
    queuePasswordText: (tx, { organisationId, messageId, to, ...text }) =>
      sms.queueText(tx, { organisationId, purpose: 'password', to, text: passwordText(text), messageRef: messageId }),
  }
}
