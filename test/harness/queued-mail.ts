import type { QueuedMail } from '../../src/modules/secure/sealing/index.ts'

/** What a queued notification says; empty for a message that leaves as it is, and for none. */
export function paramsOf(mail: QueuedMail | undefined): Readonly<Record<string, unknown>> {
  return mail !== undefined && 'params' in mail.compose ? mail.compose.params : {}
}
