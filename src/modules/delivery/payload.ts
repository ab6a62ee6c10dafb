import { AppError } from '../../lib/errors/app-error.ts'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import type { MailSource } from './mail.ts'

const composedMark = 1
const rawMark = 2

const contextOf = (mailId: string) => `outgoing_mails/${mailId}`

/** A mail's source under the transit key, bound to its row. */
export function sealPayload(transit: TransitKey, mailId: string, source: MailSource): Buffer {
  const [mark, body] =
    'raw' in source
      ? [rawMark, source.raw]
      : [composedMark, Buffer.from(JSON.stringify({ template: source.template, params: source.params }))]
  return transit.seal(Buffer.concat([Buffer.of(mark), body]), contextOf(mailId))
}

/** Throws AppError `transit.damaged` when the server secret is another one. */
export function openPayload(transit: TransitKey, mailId: string, sealed: Uint8Array): MailSource {
  const plain = transit.open(sealed, contextOf(mailId))
  if (plain[0] === rawMark) return { raw: plain.subarray(1) }
  const parsed: unknown = JSON.parse(plain.subarray(1).toString('utf8'))
  if (!isRecord(parsed) || typeof parsed['template'] !== 'string' || !isRecord(parsed['params']))
    throw new AppError('broken', 'delivery.bad-payload', 'A queued mail has an unknown form.')
  return { template: parsed['template'], params: parsed['params'] }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
