import { z } from 'zod'
import type { CopyId } from '../../../../lib/id/identifiers.ts'
import type { Sealer, Shred } from '../../../../platform/shred/shred.ts'
import { openJson, sealJson } from './sealed-json.ts'

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

const contextOf = (copyId: CopyId) => `fallbacks.mail:${copyId}`

export function sealFallback(sealer: Sealer, copyId: CopyId, fallback: Fallback): Buffer {
  return sealJson(sealer, contextOf(copyId), fallback)
}

/** Null when its key no longer exists, after a restore: then only the sender can give access. */
export function openFallback(shred: Shred, copyId: CopyId, sealed: Uint8Array): Promise<Fallback | null> {
  return openJson(shred, fallbackSchema, { context: contextOf(copyId), sealed })
}
