import { randomBytes } from 'node:crypto'
import type { ReportRequest } from '../../../../lib/smtp/index.ts'
import { wireAddress } from '../wire-address.ts'
import { reportWording } from './report-wording.ts'
import type { ReportAction } from './wants-report.ts'

const maxHeaderChars = 16 * 1024

export interface DeliveryReport {
  readonly action: ReportAction
  readonly request: ReportRequest
  readonly recipient: string
  readonly status: string
  /** The host's answer, already safe to pass on, and the host; null when none was reached. */
  readonly diagnostic: string
  readonly remoteHost: string | null
  readonly queuedAt: Date
  readonly attemptedAt: Date
  readonly retryUntil: Date
  /** Header section of the mail the report is about; its body is never returned. */
  readonly header: Buffer
  /** The name of this server, and the domain the report speaks for. */
  readonly reportingHost: string
  readonly fromDomain: string
}

/** RFC 5322 section 3.3, in UTC. */
const mailDate = (time: Date) => time.toUTCString().replace('GMT', '+0000')

/** One line of printable ASCII: nothing a stranger wrote can begin a new field. */
const oneLine = (text: string) =>
  text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 500)

/** RFC 3464 section 2.3.2; an address beyond ASCII in the form of RFC 6533 section 3. */
function addressField(address: string): string {
  if (/^[\x21-\x7e]+$/.test(address)) return `rfc822; ${address}`
  const escaped = Array.from(address, (char) =>
    /^[\x21-\x7e]$/.test(char) ? char : `\\x{${(char.codePointAt(0) ?? 0x3f).toString(16).toUpperCase()}}`,
  )
  return `utf-8; ${escaped.join('')}`
}

/** The machine-readable part: fields of the message, an empty line, fields of the recipient (RFC 3464 sections 2.2, 2.3). */
function statusFields(report: DeliveryReport): string {
  const { request } = report
  const lines = [
    `Reporting-MTA: dns; ${report.reportingHost}`,
    request.envid === null ? undefined : `Original-Envelope-Id: ${oneLine(request.envid)}`,
    `Arrival-Date: ${mailDate(report.queuedAt)}`,
    '',
    request.orcpt === null
      ? undefined
      : `Original-Recipient: ${oneLine(request.orcpt).replace(/^([^;]+);\s*/, '$1; ')}`,
    `Final-Recipient: ${addressField(wireAddress(report.recipient))}`,
    `Action: ${report.action}`,
    `Status: ${report.status}`,
    report.remoteHost === null ? undefined : `Remote-MTA: dns; ${oneLine(report.remoteHost)}`,
    `Diagnostic-Code: smtp; ${oneLine(report.diagnostic)}`,
    `Last-Attempt-Date: ${mailDate(report.attemptedAt)}`,
    report.action === 'delayed' ? `Will-Retry-Until: ${mailDate(report.retryUntil)}` : undefined,
  ]
  return lines.filter((line) => line !== undefined).join('\r\n')
}

const asciiHeader = (header: Buffer) =>
  header
    .toString('latin1')
    .slice(0, maxHeaderChars)
    .replace(/[^\x20-\x7e\r\n\t]/g, '?')

/**
 * A delivery status notification (RFC 3464) as a complete message: words for the person, fields for the program, and the
 * header of the mail it is about (RFC 3462 section 2), never its body, even when RET=FULL was asked for. It is marked as
 * an automatic answer, so no well-behaved program answers it (RFC 3834 section 5).
 */
export function composeReport(report: DeliveryReport): Buffer {
  const boundary = `report-${randomBytes(12).toString('hex')}`
  const wording = reportWording(report)
  const part = (type: string, body: string) => `--${boundary}\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`
  const text = Buffer.from(wording.text).toString('base64').replace(/.{76}/g, '$&\r\n')
  const message = [
    `From: Mail Delivery <mailer-daemon@${report.fromDomain}>`,
    `To: <${wireAddress(report.request.originalSender)}>`,
    `Subject: ${wording.subject}`,
    `Date: ${mailDate(report.attemptedAt)}`,
    `Message-ID: <${randomBytes(16).toString('hex')}@${report.fromDomain}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="${boundary}"`,
    '',
    'This is a delivery report in MIME format.',
    part('text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64', text) +
      part('message/delivery-status', `${statusFields(report)}\r\n`) +
      part('text/rfc822-headers', asciiHeader(report.header)) +
      `--${boundary}--\r\n`,
  ]
  return Buffer.from(message.join('\r\n'))
}
