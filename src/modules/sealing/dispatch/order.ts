import { z } from 'zod'
import { isAppError } from '../../../lib/errors/app-error.ts'
import type { Sealer, Shred } from '../../../platform/shred/shred.ts'

const text = z.string()
const nullable = text.nullable()

const orderSchema = z
  .strictObject({
    /** Opens the content once more, to pack or to send it; forgotten with the order. */
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

const contextOf = (messageId: string) => `dispatches.order:${messageId}`

export function sealOrder(sealer: Sealer, messageId: string, order: DispatchOrder): Buffer {
  return sealer.seal(Buffer.from(JSON.stringify(order)), contextOf(messageId))
}

/** Null when its key no longer exists, after a restore. AppError `transit.damaged` when the server secret is another one. */
export async function openOrder(shred: Shred, messageId: string, sealed: Uint8Array): Promise<DispatchOrder | null> {
  try {
    const plain: unknown = JSON.parse((await shred.open(sealed, contextOf(messageId))).toString('utf8'))
    return orderSchema.parse(plain)
  } catch (error) {
    if (isAppError(error, 'shred.gone')) return null
    throw error
  }
}
