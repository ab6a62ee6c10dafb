import { randomUUID } from 'node:crypto'
import { concatBytes, encodeUtf8 } from '../../../lib/bytes/index.ts'
import type { OutgoingHeader } from './outgoing-header.ts'

/**
 * Adds the Date and the Message-ID that a scanner or a small program left out (RFC 6409 sections 8.2 and 8.3), so that the page,
 * the PDF and message.eml have them; they stand behind the Received line, with which `header` begins. A Date that is there stays, even if it is none.
 */
export function withMissingFields(
  header: OutgoingHeader,
  { at, domain, receivedLine }: { readonly at: Date; readonly domain: string; readonly receivedLine: string },
): OutgoingHeader {
  const { lacksDate, lacksMessageId, thread } = header
  if (!lacksDate && !lacksMessageId) return header
  const messageId = lacksMessageId ? `<${randomUUID()}@${domain}>` : thread.messageId
  const date = at.toUTCString().replace('GMT', '+0000')
  const lines = [
    ...(lacksDate ? [`Date: ${date}\r\n`] : []),
    ...(lacksMessageId && messageId !== null ? [`Message-ID: ${messageId}\r\n`] : []),
  ]
  const trace = encodeUtf8(receivedLine)
  const bytes = concatBytes(trace, encodeUtf8(lines.join('')), header.bytes.subarray(trace.length))
  return { ...header, bytes, lacksDate: false, lacksMessageId: false, thread: { ...thread, messageId } }
}
