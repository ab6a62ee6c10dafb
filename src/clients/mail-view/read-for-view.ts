import { readMessage, type MessageContent, type MessageStructure } from '../../lib/mime/index.ts'

/** Stands where an encrypted block was, in no language: the name of the file that has it. */
const pgpBlockText = '[encrypted-text.asc]'

/** What people see of a message on a page; attachments stay where they are. Hostile input may take time. */
export const readForView = (structure: MessageStructure): MessageContent =>
  readMessage(structure, { isTextOnly: false, pgpBlockText, isWithBytes: false })
