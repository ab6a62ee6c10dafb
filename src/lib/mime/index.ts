/**
 * One reader of mail for everything that shows or files it: gateway, page, later IMAP and archive.
 *
 * A message becomes a structure first (`readStructure` for bytes at hand, `createPassingScanner` for a stream of any size):
 * parts with their offsets, of which only what has to be read is kept. `readMessage` makes of it what people see: text,
 * files, events, notes. Pure and total: any bytes are a message, nothing here throws for malformed input, work is linear
 * in its length, and every bound is in `mime-limits.ts`. Past one the message is "not fully displayed", never refused,
 * and nothing of the original is lost.
 *
 * Declared charsets are believed unless the bytes prove them wrong. What a mail program hides is shown: encrypted parts,
 * signatures around a message, winmail.dat, invitations.
 * Deliberately not here: who may have sent it (`lib/mime-headers`, which is strict), cleaning of HTML, and how any of it
 * looks.
 */
export type { CalendarEvent } from './calendar/calendar-event.ts'
export { showEvent, type EventRow } from './calendar/show-event.ts'
export type { FileContent, MessageFile } from './content/message-file.ts'
export { readMessage, type MessageContent, type MessageNote } from './content/read-message.ts'
export { namesInHtml } from './content/names-in-html.ts'
export { textOfHtml } from './content/text-of-html.ts'
export { isolateDirection } from './header/isolate-direction.ts'
export type { ShownAddress, ShownMailbox } from './header/read-addresses.ts'
export { mimeLimits } from './mime-limits.ts'
export type { MessageStructure } from './structure/message-part.ts'
export { createPassingScanner } from './structure/passing-scanner.ts'
export { readStructure } from './structure/read-structure.ts'
export { createTransferDecoder } from './transfer/decode-transfer.ts'
export type { TransferDecoder, TransferEncoding } from './transfer/transfer-encoding.ts'
