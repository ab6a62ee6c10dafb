import { domainToASCII } from 'node:url'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { MailId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { enqueueJob } from '../../../platform/jobs/jobs.ts'
import type { Shred } from '../../../platform/shred/shred.ts'
import { sendTask, wakeTask } from './jobs.ts'
import type { ReportRequest } from '../../../lib/smtp/index.ts'
import type { OutgoingMail } from './mail.ts'
import { sealPayload } from './payload.ts'
import { insertMails, type NewMail } from './store.ts'

const maxAddressBytes = 320
const domainPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/
// oxlint-disable-next-line no-control-regex -- control characters in an envelope address would end the SMTP command
const unsafe = /[\u0000-\u001f\u007f<>]/

/** The domain of an envelope address in ASCII form, or AppError `delivery.bad-address`. Address literals are refused. */
export function envelopeDomain(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = at > 0 ? domainToASCII(address.slice(at + 1)).toLowerCase() : ''
  const isSafe = !unsafe.test(address) && Buffer.byteLength(address) <= maxAddressBytes
  if (!isSafe || !domainPattern.test(domain))
    throw new AppError('invalid', 'delivery.bad-address', 'This is not an address that mail can be sent to.')
  return domain
}

interface QueueDeps {
  readonly shred: Shred
  readonly clock: Clock
}

function reportRequestOf({ dsn }: OutgoingMail): ReportRequest | null {
  if (dsn === undefined || dsn.originalSender === '') return null
  envelopeDomain(dsn.originalSender)
  return dsn
}

function toRow(deps: QueueDeps, tx: Tx, mail: OutgoingMail): NewMail {
  const now = deps.clock.now()
  if (mail.envelopeFrom !== '') envelopeDomain(mail.envelopeFrom)
  const id = uuidV7<MailId>(now.getTime())
  return {
    organisation_id: mail.organisationId,
    id,
    kind: mail.kind,
    sealed_payload: sealPayload(deps.shred.take(tx), id, mail.compose),
    envelope_from: mail.envelopeFrom,
    envelope_to: mail.to,
    domain: envelopeDomain(mail.to),
    first_queued_at: now,
    next_attempt_at: now,
    dsn: reportRequestOf(mail),
    ref_kind: mail.ref?.kind ?? null,
    ref_id: mail.ref?.id ?? null,
    tls_listed_hosts: mail.tls === undefined ? null : [...mail.tls.listedHosts],
  }
}

/** Somebody sits before a page and waits for a code. */
const isUrgent = ({ kind }: OutgoingMail) => kind === 'code'

/** All mails are of one organisation; they leave once the transaction has committed. Returns their ids in order. */
export async function queueMails(deps: QueueDeps, tx: Tx, mails: readonly OutgoingMail[]): Promise<readonly MailId[]> {
  const [first] = mails
  if (first === undefined) return []
  const { organisationId } = first
  const rows = mails.map((mail) => toRow(deps, tx, mail))
  await insertMails(tx, rows)
  const ids = rows.map((row) => row.id)
  const [only, ...more] = ids
  if (only !== undefined && more.length === 0)
    await enqueueJob(tx, {
      task: sendTask,
      payload: { organisationId, mailId: only, urgent: isUrgent(first) },
      maxAttempts: 3,
    })
  else await enqueueJob(tx, { task: wakeTask, payload: { organisationId }, maxAttempts: 3 })
  return ids
}
