import PostalMime, { type Email } from 'postal-mime'
import type { MailLimits } from './mail-limits.ts'

/** Parses what `thinMail` left of a message: its structure and its text. Hostile input may take time; rejects on nonsense. */
export const parseThinMail = (bytes: Uint8Array, limits: MailLimits): Promise<Email> =>
  PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    maxNestingDepth: limits.maxDepth + 2,
    maxHeadersSize: limits.maxHeaderBytes * 8,
  })
