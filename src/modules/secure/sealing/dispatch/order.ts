import { z } from 'zod'
import type { MessageId } from '../../../../lib/id/identifiers.ts'
import type { Sealer, Shred } from '../../../../platform/shred/shred.ts'
import { openJson, sealJson } from './sealed-json.ts'

const text = z.string()
const nullable = text.nullable()

export const orderSchema = z
  .strictObject({
    /** Opens the content once more, to pack or to send it (MessageEnvelope); forgotten with the order. */
    conversationIdentity: text,
    /** For the wraps of the copies (MessageKeys); orders of version 0.1.0 do not have it. */
    answers: z.strictObject({ key: text, mailboxDigest: text }).nullable().default(null),
    /** As it may leave: without the sender's tag. */
    subject: text,
    /** Where the password goes: phones in E.164, and second mail addresses. */
    phones: z.array(text),
    passwordAddresses: z.array(text),
    thread: z.strictObject({ messageId: nullable, inReplyTo: nullable, references: nullable }),
  })
  .readonly()

/** What a message on its way still needs; at rest it is under a key that ends with it, bound to its message. */
export type DispatchOrder = z.output<typeof orderSchema>

const contextOf = (messageId: MessageId) => `dispatches.order:${messageId}`

export function sealOrder(sealer: Sealer, messageId: MessageId, order: DispatchOrder): Buffer {
  return sealJson(sealer, contextOf(messageId), order)
}

/** Null when its key no longer exists, after a restore. AppError `transit.damaged` when the server secret is another one. */
export function openOrder(shred: Shred, messageId: MessageId, sealed: Uint8Array): Promise<DispatchOrder | null> {
  return openJson(shred, orderSchema, { context: contextOf(messageId), sealed })
}
