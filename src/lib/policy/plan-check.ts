import type { RecipientId } from '../id/identifiers.ts'
import type { E164 } from '../phone/index.ts'

export interface CheckQuestion {
  /** Everybody the message goes to, whatever the route. */
  readonly recipients: readonly { readonly id: RecipientId; readonly hasCheck: boolean }[]
  /** Named in the message: `+49…@sms.local` and X-Sealpost-Password-To. */
  readonly phones: readonly E164[]
}

/** What a named phone means for the codes of a recipient: their check from now on, or nothing, and why. */
export type CheckPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'remember'; readonly recipientId: RecipientId; readonly phone: E164 }
  | { readonly kind: 'unused'; readonly reason: 'not-one-to-one' | 'has-check' }

/**
 * A phone becomes a recipient's check only if it can be nobody else's: one phone, one recipient. A check that somebody chose is
 * never replaced by it.
 */
export function planCheck({ recipients, phones: named }: CheckQuestion): CheckPlan {
  const phones = [...new Set(named)]
  const [phone] = phones
  const [recipient] = recipients
  if (phone === undefined || recipient === undefined) return { kind: 'none' }
  if (phones.length > 1 || recipients.length > 1) return { kind: 'unused', reason: 'not-one-to-one' }
  if (recipient.hasCheck) return { kind: 'unused', reason: 'has-check' }
  return { kind: 'remember', recipientId: recipient.id, phone }
}
