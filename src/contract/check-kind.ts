import * as z from 'zod/mini'

/** How an outside recipient proves who they are before a message opens. */
export const checkKind = z.enum(['sms', 'access-code', 'email'])
export type CheckKind = z.output<typeof checkKind>
