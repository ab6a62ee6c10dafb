import { isDsnNotify, type DsnNotify, type RecipientDsn } from './envelope.ts'
import { parseParameters } from './parameters.ts'
import { parsed, unparsed, type Parsed } from './parsed.ts'
import { takePath, type Path } from './path.ts'
import { replies } from './replies.ts'
import { decodeXtext } from './xtext.ts'

export interface RcptCommand extends RecipientDsn {
  readonly path: Path
}

const known = new Set(['NOTIFY', 'ORCPT'])
const opening = /^TO *: */i
/** RFC 3461 section 4.2: printable once it is decoded, so that it can stand in a report. */
const orcptForm = /^[A-Za-z0-9-]{1,20};[\x21-\x7e]{1,320}$/

/** Reads what stands behind RCPT (RFC 5321 section 4.1.1.3). The null path is no recipient. */
export function parseRcpt(rest: string): Parsed<RcptCommand> {
  const found = takePath(opening.test(rest) ? rest.replace(opening, '') : '')
  if (found === null || found.path.text === '') return unparsed(replies.syntax.recipient)
  const parameters = parseParameters(found.rest, known)
  if (!parameters.ok) return parameters
  const notify = readNotify(parameters.value.get('NOTIFY'))
  if (notify === null) return unparsed(replies.syntax.parameter('NOTIFY'))
  const given = parameters.value.get('ORCPT')
  const orcpt = typeof given === 'string' ? decodeXtext(given) : null
  if (given !== undefined && (orcpt === null || !orcptForm.test(orcpt))) {
    return unparsed(replies.syntax.parameter('ORCPT'))
  }
  return parsed({ path: found.path, notify, orcpt })
}

/** RFC 3461 section 4.1: NEVER stands alone, the others may be combined. */
function readNotify(value: string | null | undefined): readonly DsnNotify[] | null {
  if (value === undefined) return []
  const words = (value ?? '').toLowerCase().split(',')
  const notify = [...new Set(words.filter(isDsnNotify))]
  const isWhole = words.every(isDsnNotify)
  return isWhole && (notify.length === 1 || !notify.includes('never')) ? notify : null
}
