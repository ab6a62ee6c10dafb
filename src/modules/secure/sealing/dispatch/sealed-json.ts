import type { ZodType } from 'zod'
import { isAppError } from '../../../../lib/errors/app-error.ts'
import type { Sealer, Shred } from '../../../../platform/shred/shred.ts'

/** A short-lived value under a key that ends with it, bound to its row by `context`. */
export const sealJson = (sealer: Sealer, context: string, value: object): Buffer =>
  sealer.seal(Buffer.from(JSON.stringify(value)), context)

/** Null when its key no longer exists, after a restore. AppError `transit.damaged` when the server secret is another one. */
export async function openJson<Value>(
  shred: Shred,
  schema: ZodType<Value>,
  { context, sealed }: { readonly context: string; readonly sealed: Uint8Array },
): Promise<Value | null> {
  try {
    return schema.parse(JSON.parse((await shred.open(sealed, context)).toString('utf8')))
  } catch (error) {
    if (isAppError(error, 'shred.gone')) return null
    throw error
  }
}
