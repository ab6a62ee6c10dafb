import { createRecipientKinds } from '../../lib/age/index.ts'
import { nativePrimitives } from './native-primitives.ts'

/** Both recipient kinds on node:crypto, prepared once for the process. */
export const recipientKinds = createRecipientKinds(nativePrimitives)
