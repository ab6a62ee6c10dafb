const maxDepth = 20

/**
 * The text with each comment (RFC 5322 section 3.2.2, nested and with quoted pairs) replaced by a space; null when one does
 * not end or lies too deep. Quoted strings are not known here: for fields that have none.
 */
export function withoutComments(text: string): string | null {
  let plain = ''
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '(') depth += 1
    if (depth === 0) plain += character
    else if (character === '\\') at += 1
    else if (character === ')' && --depth === 0) plain += ' '
    if (depth > maxDepth) return null
  }
  return depth > 0 ? null : plain
}
