import type { MessageNote } from '../../lib/mime/index.ts'
import type { MailViewTexts } from './mail-view-texts.ts'
import type { ParsedMail } from './parsed-mail.ts'

/** The notes of a message in words, each once. */
export const noticesOf = ({ notes }: ParsedMail, texts: MailViewTexts): readonly string[] => [
  ...new Set(notes.map((note) => noticeOf(note, texts))),
]

function noticeOf(note: MessageNote, texts: MailViewTexts): string {
  switch (note) {
    case 'text-shortened':
    case 'parts-left-out':
      return texts.incomplete
    case 'encrypted-inside':
      return texts.encryptedInside
    case 'winmail-unread':
      return texts.winmailUnread
  }
}
