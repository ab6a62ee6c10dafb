import { parsed, unparsed, type Parsed } from './parsed.ts'
import { replies } from './replies.ts'

/** The parameters behind a path, by upper-case keyword; null where a keyword stands alone. */
export type Parameters = ReadonlyMap<string, string | null>

/** More than every extension together has; what is known is checked afterwards. */
const maxParameters = 20
/** RFC 5321 section 4.1.2, and RFC 6531 section 3.3 for characters beyond ASCII. */
const parameterForm = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\0-\x20\x7f-\x9f\ufffd]+))?$/

/** Reads what stands behind a path: keywords with or without a value, each at most once. */
export function parseParameters(text: string, known: ReadonlySet<string>): Parsed<Parameters> {
  const found = new Map<string, string | null>()
  const words = text.split(' ').filter((word) => word !== '')
  if (words.length > maxParameters) return unparsed(replies.syntax.parameters)
  for (const word of words) {
    const match = parameterForm.exec(word)
    if (match === null) return unparsed(replies.syntax.parameters)
    const keyword = (match[1] ?? '').toUpperCase()
    if (found.has(keyword)) return unparsed(replies.syntax.duplicate(keyword))
    found.set(keyword, match[2] ?? null)
  }
  // What is written wrongly is told first: 501 says more than 555.
  for (const keyword of found.keys()) if (!known.has(keyword)) return unparsed(replies.syntax.unknownParameter)
  return parsed(found)
}
