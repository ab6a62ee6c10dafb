import { Base64Lines, composeMime, type MimePiece, type OutgoingMail } from '../../../lib/mime-compose/index.ts'
import type { ParsedMail } from '../../mail-view/parsed-mail.ts'
import type { OpenLinkView } from '../../../contract/portal.ts'

export interface AnswerDraft {
  readonly text: string
  readonly files: readonly File[]
}

/**
 * The answer as a MIME message, made as it is read, so that large files never lie in memory. The sender's address on it is
 * for readers only: the server binds the answer to whoever passed the check.
 */
export function composeAnswer(
  draft: AnswerDraft,
  link: OpenLinkView,
  original: ParsedMail | null,
): ReadableStream<Uint8Array> {
  const host = link.recipientAddress.split('@').at(-1) ?? 'localhost'
  const mail: OutgoingMail = {
    from: { name: '', address: link.recipientAddress },
    to: link.sender,
    subject: answerSubject(original?.subject ?? ''),
    date: new Date(),
    messageId: `<${crypto.randomUUID()}@${host}>`,
    inReplyTo: original?.messageId ?? null,
    text: draft.text,
    attachments: draft.files.map((file) => ({ name: file.name, mediaType: file.type })),
    boundary: `answer${crypto.randomUUID().replaceAll('-', '')}`,
  }
  return streamOf(piecesOf(composeMime(mail), draft.files))
}

/** "Re: " once, whatever the mail programs before have put in front. */
export const answerSubject = (subject: string): string =>
  `Re: ${subject.replace(/^(?:\s*(?:re|aw|antwort)\s*(?:\[\d+\]\s*)?:)+\s*/i, '')}`.trim()

async function* piecesOf(pieces: readonly MimePiece[], files: readonly File[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if ('bytes' in piece) yield piece.bytes
    else yield* encodeFile(files[piece.attachment])
  }
}

async function* encodeFile(file: File | undefined): AsyncGenerator<Uint8Array> {
  if (file === undefined) return
  const lines = new Base64Lines()
  const reader = file.stream().getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield lines.push(read.value)
  yield lines.end()
}

/** `ReadableStream.from` is not in every browser yet. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
