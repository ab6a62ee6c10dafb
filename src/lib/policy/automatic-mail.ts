import { withoutComments } from '../mime-headers/index.ts'

/** A field of a header: its name in lower case, its value unfolded. */
export interface FieldText {
  readonly name: string
  readonly value: string
}

/** What programs wrote before RFC 3834 and some still do. */
const olderSigns = new Set(['x-autoreply', 'x-auto-reply', 'x-autorespond', 'x-autoresponder', 'x-mail-autoreply'])
const reports = /^(?:multipart\/report|message\/(?:global-)?(?:delivery-status|disposition-notification))$/

/** The first word of a value, in lower case, without comments and parameters. */
const wordOf = (value: string): string => (withoutComments(value) ?? value).split(';', 1)[0]?.trim().toLowerCase() ?? ''

/**
 * Whether a program wrote the message, so that nothing must be sent in answer to it: Auto-Submitted (RFC 3834 section 5),
 * mailing lists (RFC 2369, RFC 2919) and bulk mail, programs that ask for silence, reports about mail (RFC 3464, RFC 8098).
 * In doubt a message counts as written by a program: what is not mailed about it still stands in the web app.
 */
export const isAutomaticMail = (fields: readonly FieldText[]): boolean => fields.some(isSign)

function isSign({ name, value }: FieldText): boolean {
  const word = wordOf(value)
  switch (name) {
    case 'auto-submitted':
      return word !== '' && word !== 'no'
    case 'precedence':
      return ['bulk', 'list', 'junk', 'auto_reply'].includes(word)
    case 'x-auto-response-suppress':
      return word !== '' && word !== 'none'
    case 'content-type':
      return reports.test(word)
    case 'x-failed-recipients':
      return word !== ''
    default:
      return name.startsWith('list-') || (olderSigns.has(name) && word !== '' && word !== 'no')
  }
}
