import { z } from 'zod'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'

const fallbackSchema = z
  .strictObject({
    token: z.string(),
    linkSecret: z.string(),
    reference: z.string(),
    subject: z.string(),
    /** The page asks for the password of the encrypted files. */
    portalPassword: z.boolean(),
  })
  .readonly()

/** What the portal mail needs that goes out when the first way to a recipient is refused. */
export type Fallback = z.output<typeof fallbackSchema>

const contextOf = (copyId: string) => `fallbacks.mail:${copyId}`

export function sealFallback(transit: TransitKey, copyId: string, fallback: Fallback): Buffer {
  return transit.seal(Buffer.from(JSON.stringify(fallback)), contextOf(copyId))
}

export function openFallback(transit: TransitKey, copyId: string, sealed: Uint8Array): Fallback {
  const plain: unknown = JSON.parse(transit.open(sealed, contextOf(copyId)).toString('utf8'))
  return fallbackSchema.parse(plain)
}
