import { isAppError } from '../../../../lib/errors/app-error.ts'
import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import { parsePhone, type E164 } from '../../../../lib/phone/index.ts'
import { planCheck } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { AuditActor } from '../../../tenancy/audit/index.ts'
import type { PhoneUse } from '../incoming-mail.ts'
import type { CheckedRecipient, SealingDeps } from '../ports.ts'

export interface PhoneNaming {
  readonly organisationId: OrganisationId
  readonly actor: AuditActor
  /** Everybody the message goes to. */
  readonly recipients: readonly CheckedRecipient[]
  /** E.164. */
  readonly phones: readonly string[]
}

export interface NamedPhoneOutcome {
  readonly use: PhoneUse | null
  /** The recipient as they are now, if the phone became their check. */
  readonly recipient: CheckedRecipient | null
}

const e164Of = (phone: string): readonly E164[] => {
  const parsed = parsePhone(phone)
  return parsed.ok ? [parsed.e164] : []
}

/**
 * Makes the phone that a message names its recipient's check, where `planCheck` lets it. A number that the organisation does
 * not allow is passed over: the recipient then waits for a check like any other.
 */
export async function rememberNamedPhone(deps: SealingDeps, tx: Tx, naming: PhoneNaming): Promise<NamedPhoneOutcome> {
  const { organisationId, actor, recipients } = naming
  const phones = naming.phones.flatMap(e164Of)
  const plan = planCheck({ recipients: recipients.map(({ id, check }) => ({ id, hasCheck: check !== null })), phones })
  if (plan.kind === 'none') return { use: null, recipient: null }
  const [only] = recipients
  if (plan.kind === 'unused') {
    const isKnown = plan.reason === 'has-check' && (await hasNumber(deps, tx, { recipient: only, phones }))
    return { use: isKnown ? 'check' : plan.reason, recipient: null }
  }
  try {
    await deps.rememberNumber(tx, { organisationId, address: only?.written ?? '', number: plan.phone, actor })
  } catch (error) {
    if (!isAppError(error)) throw error
    return { use: 'not-allowed', recipient: null }
  }
  const [recipient = null] = await deps.recipientsById(tx, [plan.recipientId])
  return { use: 'check', recipient }
}

async function hasNumber(
  deps: SealingDeps,
  tx: Tx,
  { recipient, phones }: { readonly recipient: CheckedRecipient | undefined; readonly phones: readonly E164[] },
): Promise<boolean> {
  if (recipient?.check !== 'sms') return false
  const number = await deps.numberOf(tx, recipient.id)
  return phones.some((phone) => phone === number)
}
