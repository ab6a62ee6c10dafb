import { z } from 'zod'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'

const text = z.string()
const nullable = text.nullable()

const orderSchema = z
  .strictObject({
    /** Opens the content once more, to pack or to send it; forgotten with the order. */
    conversationIdentity: text,
    /** As it may leave: without the sender's tag. */
    subject: text,
    /** Where the password goes: phones in E.164, and second mail addresses. */
    phones: z.array(text),
    passwordAddresses: z.array(text),
    thread: z.strictObject({ messageId: nullable, inReplyTo: nullable, references: nullable }),
  })
  .readonly()

/** What a message on its way still needs; at rest it is under the transit key, bound to its message. */
export type DispatchOrder = z.output<typeof orderSchema>

const contextOf = (messageId: string) => `dispatches.order:${messageId}`

export function sealOrder(transit: TransitKey, messageId: string, order: DispatchOrder): Buffer {
  return transit.seal(Buffer.from(JSON.stringify(order)), contextOf(messageId))
}

/** Throws AppError `transit.damaged` when the server secret is another one. */
export function openOrder(transit: TransitKey, messageId: string, sealed: Uint8Array): DispatchOrder {
  const plain: unknown = JSON.parse(transit.open(sealed, contextOf(messageId)).toString('utf8'))
  return orderSchema.parse(plain)
}
