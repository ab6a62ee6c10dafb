import type { DsnReturn, MessageDsn } from './envelope.ts'
import { parseParameters, type Parameters } from './parameters.ts'
import { parsed, unparsed, type Parsed } from './parsed.ts'
import { takePath, type Path } from './path.ts'
import { replies } from './replies.ts'
import { decodeXtext } from './xtext.ts'

export interface MailCommand extends MessageDsn {
  /** The null path has an empty text: a report. */
  readonly path: Path
  /** RFC 1870 section 6; null when the client did not say. */
  readonly declaredBytes: number | null
  /** RFC 6152. The content is kept as it comes, whatever is said here. */
  readonly body: '7bit' | '8bitmime'
  /** RFC 6531 section 3.4: addresses beyond ASCII. */
  readonly smtpUtf8: boolean
}

const known = new Set(['SIZE', 'BODY', 'SMTPUTF8', 'AUTH', 'RET', 'ENVID'])
const opening = /^FROM *: */i
const sizeForm = /^\d{1,20}$/
/** RFC 3461 section 4.4: printable once it is decoded, so that it can stand in a report. */
const envidForm = /^[\x20-\x7e]{1,100}$/
const returns: Readonly<Record<string, DsnReturn>> = { FULL: 'full', HDRS: 'hdrs' }
const bodies: Readonly<Record<string, MailCommand['body']>> = { '7BIT': '7bit', '8BITMIME': '8bitmime' }

/** Reads what stands behind MAIL (RFC 5321 section 4.1.1.2). */
export function parseMail(rest: string): Parsed<MailCommand> {
  const found = takePath(opening.test(rest) ? rest.replace(opening, '') : '')
  if (found === null) return unparsed(replies.syntax.sender)
  const parameters = parseParameters(found.rest, known)
  if (!parameters.ok) return parameters
  const given = parameters.value
  const wrong = wrongParameter(given)
  if (wrong !== null) return unparsed(replies.syntax.parameter(wrong))
  const [size, envid] = [given.get('SIZE'), given.get('ENVID')]
  return parsed({
    path: found.path,
    declaredBytes: typeof size === 'string' ? Number(size) : null,
    body: bodies[(given.get('BODY') ?? '7BIT').toUpperCase()] ?? '7bit',
    smtpUtf8: given.has('SMTPUTF8'),
    ret: returns[given.get('RET')?.toUpperCase() ?? ''] ?? null,
    envid: typeof envid === 'string' ? decodeXtext(envid) : null,
  })
}

function wrongParameter(given: Parameters): string | null {
  const isWrong = (name: string, isRight: (value: string) => boolean): boolean => {
    const value = given.get(name)
    return value !== undefined && (value === null || !isRight(value))
  }
  if (isWrong('SIZE', (value) => sizeForm.test(value))) return 'SIZE'
  if (isWrong('BODY', (value) => Object.hasOwn(bodies, value.toUpperCase()))) return 'BODY'
  if (isWrong('RET', (value) => Object.hasOwn(returns, value.toUpperCase()))) return 'RET'
  if (isWrong('ENVID', (value) => envidForm.test(decodeXtext(value) ?? ''))) return 'ENVID'
  if (isWrong('AUTH', (value) => decodeXtext(value) !== null)) return 'AUTH'
  return typeof given.get('SMTPUTF8') === 'string' ? 'SMTPUTF8' : null
}
