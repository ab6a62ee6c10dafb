/** When the sender wants to hear about a recipient (RFC 3461 section 4.1). */
export type DsnNotify = 'never' | 'success' | 'failure' | 'delay'

/** Every word of NOTIFY, in the order in which they are kept and sent. */
export const dsnNotifyWords: readonly DsnNotify[] = ['never', 'success', 'failure', 'delay']

/** Narrows a word that was stored or handed in. */
export function isDsnNotify(word: string): word is DsnNotify {
  return dsnNotifyWords.some((known) => known === word)
}

/** How much of the message a report shall carry (RFC 3461 section 4.3). */
export type DsnReturn = 'full' | 'hdrs'

/** What MAIL says about reports. */
export interface MessageDsn {
  readonly ret: DsnReturn | null
  /** xtext decoded (RFC 3461 section 4.4). */
  readonly envid: string | null
}

/** What RCPT says about reports. */
export interface RecipientDsn {
  /** Empty when the client did not say; that means failures and delays. */
  readonly notify: readonly DsnNotify[]
  /** `addr-type;address` with xtext decoded (RFC 3461 section 4.2). */
  readonly orcpt: string | null
}

export interface EnvelopeRecipient extends RecipientDsn {
  /** In the form that serves to compare (`lib/address`). */
  readonly address: string
  /** As the client wrote it: what is sent to and shown. */
  readonly written: string
}

/** Whom a message is from and for on its way, whatever its header says (RFC 5321 section 2.3.1). */
export interface Envelope extends MessageDsn {
  /** As the client wrote it: where reports go. Empty for the null sender, which nothing is ever sent in answer to. */
  readonly envelopeFrom: string
  readonly recipients: readonly EnvelopeRecipient[]
}

/** What was asked of reports about one recipient, and who gets them. */
export interface ReportRequest extends MessageDsn, RecipientDsn {
  /** Empty means nobody, because the message was itself a report. */
  readonly originalSender: string
}
