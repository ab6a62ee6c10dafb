/**
 * Writes a mail as MIME (RFC 5322, 2045 to 2047, 2231): text in UTF-8 with attachments, of any size.
 *
 * Pure: the caller streams the files through `Base64Lines` into the places that `composeMime` leaves for them. Every line
 * is short and 7-bit, so that no transport has a reason to change a byte. Header values can hold anything, line ends
 * included: they never become a header of their own. Deliberately not here: HTML, signatures, sending.
 */
export { Base64Lines } from './base64-lines.ts'
export { composeMime, type MimePiece, type OutgoingAttachment, type OutgoingMail } from './compose-mime.ts'
