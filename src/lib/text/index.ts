/**
 * Text that people type, in the one form that is compared, sent and stretched; and text that strangers wrote, looked
 * through once from beginning to end. Regular expressions that search for something with an end try every beginning anew;
 * where such an end may be missing, the functions for strangers' text stand in their place. Pure; the caller bounds the
 * length.
 */
export {
  attributeOf,
  EndTags,
  nextEndTag,
  nextMarkup,
  nextTag,
  renameAttributes,
  type HtmlMarkup,
  type HtmlTag,
} from './html-tags.ts'
export { before, trimEndOf } from './trim-characters.ts'
export { dropUnseen, foldCase, readSixDigits, readTyped, toAsciiDigits } from './typed-text.ts'
