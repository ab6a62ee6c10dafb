import type { MessageView } from '../../../contract/messages.ts'
import { useSignedIn } from '../app/use-session.ts'

/** The address of the mailbox a message was sent from or came to, when it is not the reader's own; null otherwise. */
export function useOtherMailbox({ mailboxId }: Pick<MessageView, 'mailboxId'>): string | null {
  const { account, mailboxes } = useSignedIn().view
  const mailbox = mailboxes.find(({ id }) => id === mailboxId)
  return mailbox === undefined || mailbox.address === account.address ? null : mailbox.address
}
