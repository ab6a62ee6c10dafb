import { z } from 'zod'
import { urlCredentials } from '../url-credentials.ts'

/** How to reach and speak to one message centre; made from `smpp://user:pass@host:port?…`. */
export interface SmppSettings {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  /** The sender that phones show: a name of up to 11 characters, a number, or empty for the provider's own. */
  readonly sender: string
  /** How many submit_sm may wait for their response at once. */
  readonly windowSize: number
  /** How parts of a long text are joined: in the text itself (udh) or by fields that the centre translates (sar). */
  readonly joinBy: 'udh' | 'sar'
  /** Some centres answer with a hexadecimal id and report with the same id in decimal. */
  readonly receiptIds: 'same' | 'decimal'
}

const options = z.strictObject({
  from: z
    .string()
    .regex(/^(\+?[0-9]{1,20}|[A-Za-z0-9 ._-]{1,11})?$/)
    .default(''),
  system_type: z.string().max(12).default(''),
  window: z.coerce.number().int().min(1).max(100).default(10),
  join: z.enum(['udh', 'sar']).default('udh'),
  receipt_ids: z.enum(['same', 'decimal']).default('same'),
})

/** C-octet strings of SMPP hold nothing else. */
const printableAscii = /^[\x20-\x7e]+$/

/**
 * Reads the address of a message centre. Default ports: 2775, with TLS 3550. Options: from, system_type, window, join,
 * receipt_ids. Returns undefined when a part is missing, unknown or out of range; the URL holds a password, so the
 * caller names the setting and never prints the value.
 */
export function readSmppUrl(url: URL): SmppSettings | undefined {
  const parsed = options.safeParse(Object.fromEntries(url.searchParams))
  const credentials = urlCredentials(url)
  if (!parsed.success || credentials === undefined || url.hostname === '') return undefined
  if (!printableAscii.test(credentials.user) || !printableAscii.test(credentials.password)) return undefined
  const secure = url.protocol === 'smpps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 3550 : 2775) : Number(url.port),
    secure,
    systemId: credentials.user,
    password: credentials.password,
    systemType: parsed.data.system_type,
    sender: parsed.data.from,
    windowSize: parsed.data.window,
    joinBy: parsed.data.join,
    receiptIds: parsed.data.receipt_ids,
  }
}
