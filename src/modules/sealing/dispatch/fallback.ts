import { z } from 'zod'
import { isAppError } from '../../../lib/errors/app-error.ts'
import type { Sealer, Shred } from '../../../platform/shred/shred.ts'

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

export function sealFallback(sealer: Sealer, copyId: string, fallback: Fallback): Buffer {
  return sealer.seal(Buffer.from(JSON.stringify(fallback)), contextOf(copyId))
}

/** Null when its key no longer exists, after a restore: then only the sender can give access. */
export async function openFallback(shred: Shred, copyId: string, sealed: Uint8Array): Promise<Fallback | null> {
  try {
    const plain: unknown = JSON.parse((await shred.open(sealed, contextOf(copyId))).toString('utf8'))
    return fallbackSchema.parse(plain)
  } catch (error) {
    if (isAppError(error, 'shred.gone')) return null
    throw error
  }
}
