/**
 * The header block of a message, read strictly enough to decide who sent it: unfolded fields, encoded words
 * (RFC 2047), address lists (RFC 5322 section 3.4 with comments, groups and RFC 6532).
 *
 * Pure and total: nothing here throws. A list that is not well-formed is `null`, never a guess, because a decision
 * about the sender depends on it. Work is linear in the input; the caller bounds the size of the block.
 * Taking mailboxes out of a list leaves every other byte as it was.
 * Deliberately not here: bodies, MIME parts, and writing headers.
 */
export { parseAddressList, type GroupEntry, type ListEntry, type MailboxEntry } from './address-list.ts'
export { decodeWords } from '../mime/header/decode-words.ts'
export { editAddressList, type EditedList, type PieceEditor } from './edit-address-list.ts'
export { readFields, type Fields } from './read-fields.ts'
export { withoutComments } from './without-comments.ts'
