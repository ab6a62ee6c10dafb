import { createHash } from 'node:crypto'
import type { SmsMessage } from '../transport.ts'
import { joiningHeader } from './segments.ts'
import type { Segment } from './segments.ts'
import type { SmppSettings } from './smpp-url.ts'

const ton = { unknown: 0, international: 1, alphanumeric: 5 } as const
const npi = { unknown: 0, isdn: 1 } as const
const registered = { finalReceipt: 1, none: 0 } as const
const udhIndicator = 0x40

/**
 * The fields of one submit_sm (SMPP 3.4 section 4.4.1). Parts of one text carry a reference made from the message's
 * own, so that a part sent twice joins the same text on the phone. Only the last part asks for a receipt: its id is the
 * one that stands for the text.
 */
export function submitFields(
  message: SmsMessage,
  segment: Segment,
  settings: SmppSettings,
): Readonly<Record<string, unknown>> {
  return {
    ...senderFields(settings.sender),
    dest_addr_ton: ton.international,
    dest_addr_npi: npi.isdn,
    destination_addr: message.to.replace(/^\+/, ''),
    registered_delivery: segment.part === segment.parts ? registered.finalReceipt : registered.none,
    validity_period: validityPeriod(message.validForSeconds),
    data_coding: segment.dataCoding,
    ...bodyFields(message.reference, segment, settings.joinBy),
  }
}

function senderFields(sender: string): Readonly<Record<string, unknown>> {
  if (sender === '') return { source_addr_ton: ton.unknown, source_addr_npi: npi.unknown, source_addr: '' }
  if (sender.startsWith('+')) {
    return { source_addr_ton: ton.international, source_addr_npi: npi.isdn, source_addr: sender.slice(1) }
  }
  if (/^[0-9]+$/.test(sender)) return { source_addr_ton: ton.unknown, source_addr_npi: npi.isdn, source_addr: sender }
  return { source_addr_ton: ton.alphanumeric, source_addr_npi: npi.unknown, source_addr: sender }
}

function bodyFields(
  reference: string,
  segment: Segment,
  joinBy: SmppSettings['joinBy'],
): Readonly<Record<string, unknown>> {
  const body = Buffer.from(segment.octets)
  if (segment.parts === 1) return { esm_class: 0, short_message: body }
  const digest = createHash('sha256').update(reference).digest()
  if (joinBy === 'udh') {
    const header = joiningHeader(segment, digest.readUInt8(0))
    return { esm_class: udhIndicator, short_message: Buffer.concat([header, body]) }
  }
  return {
    esm_class: 0,
    short_message: body,
    sar_msg_ref_num: digest.readUInt16BE(0),
    sar_total_segments: segment.parts,
    sar_segment_seqnum: segment.part,
  }
}

/** Relative form of SMPP 3.4 section 7.1.1, YYMMDDhhmmss000R; empty leaves it to the centre. */
function validityPeriod(validForSeconds: number | undefined): string {
  if (validForSeconds === undefined) return ''
  const seconds = Math.min(Math.max(Math.ceil(validForSeconds), 60), 86_399)
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `000000${two(seconds / 3600)}${two((seconds / 60) % 60)}${two(seconds % 60)}000R`
}
