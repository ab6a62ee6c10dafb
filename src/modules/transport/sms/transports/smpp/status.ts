import { refused, unavailable } from '../transport.ts'
import type { SmsOutcome, SmsReason } from '../transport.ts'

/** SMPP 3.4 section 5.1.3 command_status, the values that mean more than "no". */
export const status = {
  ok: 0x00,
  alreadyBound: 0x05,
  notBound: 0x04,
  systemError: 0x08,
  queueFull: 0x14,
  throttled: 0x58,
  temporaryApplicationError: 0x64,
} as const

const permanentReasons: ReadonlyMap<number, SmsReason> = new Map<number, SmsReason>([
  [0x01, 'invalid-text'], // ESME_RINVMSGLEN
  [0x0a, 'invalid-sender'], // ESME_RINVSRCADR
  [0x0b, 'invalid-number'], // ESME_RINVDSTADR
  [0x48, 'invalid-sender'], // ESME_RINVSRCTON
  [0x49, 'invalid-sender'], // ESME_RINVSRCNPI
  [0x50, 'invalid-number'], // ESME_RINVDSTTON
  [0x51, 'invalid-number'], // ESME_RINVDSTNPI
  [0x65, 'provider-refused'], // ESME_RX_P_APPN
  [0x66, 'provider-refused'], // ESME_RX_R_APPN
  [0x104, 'invalid-text'], // ESME_RINVDCS of several centres
])

/** Credentials that the centre does not know: no later attempt helps until somebody changes the setting. */
const credentialRefusals: ReadonlySet<number> = new Set([0x0e, 0x0f])

/** Whether the same submit_sm may be repeated on this session after a pause. */
export function isThrottling(commandStatus: number): boolean {
  return commandStatus === status.throttled || commandStatus === status.queueFull
}

/** The outcome of a submit_sm that was not accepted; a status nobody knows is taken as passing. */
export function submitRefusal(commandStatus: number): SmsOutcome {
  if (isThrottling(commandStatus)) return refused('throttled', { permanent: false })
  if (commandStatus === status.notBound) return unavailable('unreachable')
  const reason = permanentReasons.get(commandStatus)
  if (reason !== undefined) return refused(reason, { permanent: true })
  return refused('provider-error', { permanent: false })
}

/** The outcome of texts that wait for a session whose bind was refused. */
export function bindRefusal(commandStatus: number): SmsOutcome {
  if (credentialRefusals.has(commandStatus)) return unavailable('not-authorised', { retryable: false })
  return unavailable('unreachable')
}
