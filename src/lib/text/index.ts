/** What people type, in the one form that is compared, sent and stretched. Pure; the caller bounds the length. */
export { dropUnseen, foldCase, readSixDigits, readTyped, toAsciiDigits } from './typed-text.ts'
