import { parseAddress } from '../../../lib/address/index.ts'
import type { CopyRow, MessageRow } from './tables.ts'

/** What of a message decides who may be told about it. */
export type MessageEnvelopeFacts = Pick<MessageRow, 'return_path' | 'is_automatic' | 'sender_address'>
type CopyFacts = Pick<CopyRow, 'dsn_notify'>

const keyOf = (address: string) => parseAddress(address)?.address ?? address

/**
 * The one place that decides whether the sender may be mailed about a recipient. Nothing is sent in answer to the null
 * sender (RFC 5321 sections 4.5.5 and 6.1) or to what a program wrote (RFC 3834 section 2), and nothing about a recipient for
 * whom the sender wants to hear nothing under any conditions (NOTIFY=NEVER, RFC 3461 section 4.1). The web app shows all of
 * it. An answer that a recipient wrote is no notice: it is announced like any message that arrives in a mailbox.
 */
export const mayTellSender = (message: MessageEnvelopeFacts, copy: CopyFacts): boolean =>
  message.return_path !== '' && !message.is_automatic && !wordsOf(copy).includes('never')

/** The same for the failure of a delivery, which may be left out of what the sender wants to hear. */
export function mayTellOfFailure(message: MessageEnvelopeFacts, copy: CopyFacts): boolean {
  const words = wordsOf(copy)
  return mayTellSender(message, copy) && (words.length === 0 || words.includes('failure'))
}

/**
 * Where delivery reports go, empty for nowhere. A program that gave the author's own address as return path answered from it and
 * gets nothing; a return path of its own, as lists have, is there for reports.
 */
export function reportAddressOf({ return_path, is_automatic, sender_address }: MessageEnvelopeFacts): string {
  return is_automatic && keyOf(return_path) === keyOf(sender_address) ? '' : return_path
}

const wordsOf = ({ dsn_notify }: CopyFacts): readonly string[] => dsn_notify.split(',').filter((word) => word !== '')
