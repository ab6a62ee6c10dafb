import { entryNames } from '../../lib/file-names/index.ts'
import {
  createPassingScanner,
  type MessageContent,
  type MessageFile,
  type MessageStructure,
  type ShownAddress,
} from '../../lib/mime/index.ts'
import type { MailContent } from './mail-content.ts'
import type { MailAddress, MailAttachment, ParsedMail } from './parsed-mail.ts'

/** Makes of what a message consists of what people see; see `readForView`. */
export type ReadStructure = (structure: MessageStructure) => MessageContent | Promise<MessageContent>

/** Reads a whole message of any size; memory does not grow with its attachments, which stay parts of `message`. */
export async function readMail(message: MailContent, read: ReadStructure): Promise<ParsedMail> {
  return present(await read(await takeApart(await message.open())), message)
}

async function takeApart(message: ReadableStream<Uint8Array>): Promise<MessageStructure> {
  const scanner = createPassingScanner()
  const reader = message.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    scanner.feed(read.value)
    if (!scanner.isStopped) continue
    await reader.cancel()
    break
  }
  return scanner.end()
}

function present(content: MessageContent, message: MailContent): ParsedMail {
  const { body, sentAt, dateText } = content
  const names = entryNames(
    content.files.map(({ name }) => name),
    { neutral: false },
  )
  return {
    from: mailboxesOf(content.from),
    to: mailboxesOf(content.to),
    cc: mailboxesOf(content.cc),
    subject: content.subject,
    sentAt: sentAt?.instant.toISOString() ?? null,
    writtenDate: sentAt === null && dateText !== '' ? dateText : null,
    messageId: content.messageId,
    text: body.kind === 'text' ? body.text : null,
    html: body.kind === 'html' ? body.text : null,
    events: content.events,
    attachments: content.files.map((file, index) => presentFile(file, names[index] ?? file.name, message)),
    notes: content.notes,
  }
}

function presentFile(file: MessageFile, name: string, message: MailContent): MailAttachment {
  const { contentId } = file
  return { ...file, name, contentId: contentId === '' ? null : contentId, message }
}

const mailboxesOf = (addresses: readonly ShownAddress[]): readonly MailAddress[] =>
  addresses.flatMap((entry) => (entry.kind === 'group' ? entry.members : [entry]))
