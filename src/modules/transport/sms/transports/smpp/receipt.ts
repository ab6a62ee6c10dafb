import type { Pdu } from 'smpp'
import type { SmsReceipt } from '../transport.ts'

/** SMPP 3.4 section 5.2.28 message_state, the final ones; the rest says that the text is still on its way. */
const finalStates: ReadonlyMap<number, SmsReceipt['state']> = new Map([
  [2, 'delivered'],
  [3, 'failed'],
  [4, 'failed'],
  [5, 'failed'],
  [8, 'failed'],
])

/** SMPP 3.4 appendix B: the words of the textual receipt; centres shorten them in various ways. */
const finalWords: ReadonlyMap<string, SmsReceipt['state']> = new Map([
  ['DELIVRD', 'delivered'],
  ['EXPIRED', 'failed'],
  ['DELETED', 'failed'],
  ['UNDELIV', 'failed'],
  ['REJECTD', 'failed'],
])

const receiptTypeMask = 0x3c
const deliveryReceipt = 0x04
const intermediateNotification = 0x20
const maxIdCharacters = 65
const maxTextCharacters = 1024

/** What arrived from the centre: a final receipt, a receipt that settles nothing, or not a receipt at all. */
export type Incoming =
  | { readonly kind: 'final'; readonly receipt: SmsReceipt }
  | { readonly kind: 'intermediate' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'not-a-receipt' }

/**
 * Reads a deliver_sm or data_sm. The TLVs (receipted_message_id, message_state) win over the text, which has no
 * standard form. A receipt without an id or a state is `unreadable`: it must not be taken as a delivery.
 */
export function readReceipt(pdu: Pdu): Incoming {
  const type = (pdu.esm_class ?? 0) & receiptTypeMask
  if (type === intermediateNotification) return { kind: 'intermediate' }
  if (type !== deliveryReceipt) return { kind: 'not-a-receipt' }
  const text = receiptText(pdu)
  const providerId = pdu.receipted_message_id ?? /(?:^|\s)id:\s*([^\s]+)/i.exec(text)?.[1]
  if (providerId === undefined || providerId === '' || providerId.length > maxIdCharacters)
    return { kind: 'unreadable' }
  const word = /(?:^|\s)stat:\s*([A-Za-z]+)/i.exec(text)?.[1]?.toUpperCase()
  if (pdu.message_state === undefined && word === undefined) return { kind: 'unreadable' }
  const state = pdu.message_state === undefined ? finalWords.get(word ?? '') : finalStates.get(pdu.message_state)
  return state === undefined ? { kind: 'intermediate' } : { kind: 'final', receipt: { providerId, state } }
}

function receiptText(pdu: Pdu): string {
  const short = pdu.short_message?.message
  const message = short === undefined || short.length === 0 ? pdu.message_payload?.message : short
  const text = typeof message === 'string' ? message : Buffer.from(message ?? []).toString('latin1')
  return text.slice(0, maxTextCharacters)
}
