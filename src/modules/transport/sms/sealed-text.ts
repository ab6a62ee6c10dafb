import { z } from 'zod'
import type { OrganisationId, TextId } from '../../../lib/id/identifiers.ts'
import type { Sealer, Shred } from '../../../platform/shred/shred.ts'

const contentSchema = z.strictObject({ to: z.string(), text: z.string() })

/** The secret part of a text; only sealed, under a key that ends with it, does it enter a table. */
export interface TextContent {
  readonly to: string
  readonly text: string
}

/** Seals number and text for one row; `context` names table and row, so that the value opens nowhere else. */
export function sealText(sealer: Sealer, context: string, content: TextContent): Buffer {
  return sealer.seal(Buffer.from(JSON.stringify({ to: content.to, text: content.text })), context)
}

/** AppError `transit.damaged` when the value was moved or changed, `shred.gone` when its key no longer exists. */
export async function openText(shred: Shred, context: string, sealed: Uint8Array): Promise<TextContent> {
  return contentSchema.parse(JSON.parse((await shred.open(sealed, context)).toString('utf8')))
}

export const messageContext = (key: { readonly organisationId: OrganisationId; readonly id: TextId }): string =>
  `sms_messages/${key.organisationId}/${key.id}`

export const outboxContext = (reference: string): string => `sms_outbox/${reference}`
