import { z } from 'zod'
import type { TransitKey } from '../../platform/transit/transit-key.ts'

const contentSchema = z.strictObject({ to: z.string(), text: z.string() })

/** The secret part of a text; only sealed under the transit key does it enter a table. */
export interface TextContent {
  readonly to: string
  readonly text: string
}

/** Seals number and text for one row; `context` names table and row, so that the value opens nowhere else. */
export function sealText(transit: TransitKey, context: string, content: TextContent): Buffer {
  return transit.seal(Buffer.from(JSON.stringify({ to: content.to, text: content.text })), context)
}

/** Throws AppError `transit.damaged` when the value was moved, changed, or sealed under another key. */
export function openText(transit: TransitKey, context: string, sealed: Uint8Array): TextContent {
  return contentSchema.parse(JSON.parse(transit.open(sealed, context).toString('utf8')))
}

export const messageContext = (key: { readonly organisationId: string; readonly id: string }): string =>
  `sms_messages/${key.organisationId}/${key.id}`

export const outboxContext = (reference: string): string => `sms_outbox/${reference}`
