import type { SmtpReply } from './reply.ts'

/** What a command line was read as, or the reply that refuses it. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reply: SmtpReply }

export const parsed = <Value>(value: Value): Parsed<Value> => ({ ok: true, value })
export const unparsed = (reply: SmtpReply): { readonly ok: false; readonly reply: SmtpReply } => ({ ok: false, reply })
