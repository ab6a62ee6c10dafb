import { z } from 'zod'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { MailId } from '../../../lib/id/identifiers.ts'
import type { Sealer, Shred } from '../../../platform/shred/shred.ts'
import type { MailSource } from './mail.ts'

const composedMark = 1
const rawMark = 2
const storedMark = 3

const contextOf = (mailId: MailId) => `outgoing_mails/${mailId}`

const storedContent = z.object({ contentId: z.string().min(1), identity: z.string().min(1) })
const composed = z.object({
  template: z.string(),
  params: z.record(z.string(), z.unknown()),
  attachments: z.array(storedContent.extend({ filename: z.string(), contentType: z.string() })).optional(),
})

const asJson = (value: unknown) => Buffer.from(JSON.stringify(value))

function writeSource(source: MailSource): readonly [mark: number, body: Uint8Array] {
  if ('raw' in source) return [rawMark, source.raw]
  if ('stored' in source) return [storedMark, asJson(source.stored)]
  return [composedMark, asJson(source)]
}

/** A mail's source under a key that ends with it, bound to its row. */
export function sealPayload(sealer: Sealer, mailId: MailId, source: MailSource): Buffer {
  const [mark, body] = writeSource(source)
  return sealer.seal(Buffer.concat([Buffer.of(mark), body]), contextOf(mailId))
}

/** AppError `transit.damaged` when the server secret is another one, `shred.gone` when the mail's key no longer exists. */
export async function openPayload(shred: Shred, mailId: MailId, sealed: Uint8Array): Promise<MailSource> {
  const plain = await shred.open(sealed, contextOf(mailId))
  const body = plain.subarray(1)
  if (plain[0] === rawMark) return { raw: body }
  if (plain[0] === storedMark) return { stored: read(storedContent, body) }
  const { attachments, ...source } = read(composed, body)
  return attachments === undefined ? source : { ...source, attachments }
}

function read<Schema extends z.ZodType>(schema: Schema, body: Uint8Array): z.output<Schema> {
  const parsed = schema.safeParse(JSON.parse(Buffer.from(body).toString('utf8')))
  if (!parsed.success) throw new AppError('broken', 'delivery.bad-payload', 'A queued mail has an unknown form.')
  return parsed.data
}
