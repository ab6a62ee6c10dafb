import { ids } from '../../../contract/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { DeliveryHooks } from '../../transport/delivery/index.ts'
import type { OnFinalFailure } from '../../transport/sms/index.ts'
import type { Sealing } from './sealing.ts'

/** What a notification's outcome means for the copy it carries. */
export function deliveryHooks(sealing: () => Sealing): DeliveryHooks {
  return {
    onSent: async (tx, { ref }) => {
      if (ref.kind === 'copy') await sealing().notificationSent(tx, { copyId: ids.copy.parse(ref.id) })
    },
    onFailed: async (tx, { ref, cause, isReported }) =>
      ref.kind === 'copy'
        ? sealing().notificationFailed(tx, { copyId: ids.copy.parse(ref.id), cause, isReported })
        : undefined,
  }
}

const quietMs = 24 * 3600_000

/** A code that did not arrive can be asked for again; a password cannot, so the sender gets it. */
export const onTextFailure =
  (sealing: () => Sealing, clock: Clock): OnFinalFailure =>
  (tx, failed) =>
    failed.purpose === 'password'
      ? sealing().passwordTextFailed(tx, { messageId: ids.message.parse(failed.messageRef) })
      : tellOfDeadNumber(sealing, clock)(tx, failed)

/**
 * A number that no text can reach is the sender's to correct, and the recipient cannot know why no code comes: the sender
 * hears of it as of a number the recipient reported, once a day for a copy. A phone that was off is no wrong number.
 */
const tellOfDeadNumber =
  (sealing: () => Sealing, clock: Clock): OnFinalFailure =>
  async (tx, { purpose, failure, messageRef }) => {
    if (purpose !== 'portal-code' || failure !== 'invalid-number') return
    const copyId = ids.copy.parse(messageRef)
    const { guest } = sealing()
    const what = 'number-wrong'
    const [copy, last] = [await guest.readCopy(tx, copyId), await guest.lastReported(tx, { copyId, what })]
    const isQuiet = last !== null && clock.now().getTime() - last.getTime() < quietMs
    const actor = { kind: 'system', label: 'text message provider' } as const
    if (copy?.state === 'open' && !isQuiet) await guest.notifySender(tx, { copy, what, actor })
  }
