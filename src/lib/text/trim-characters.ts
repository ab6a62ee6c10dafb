/**
 * Without the characters of `unwanted` at its end. An expression such as `/[.,]+$/` would try each of a hundred thousand
 * commas as a beginning and go through the rest of them; this looks at each once.
 */
export function trimEndOf(text: string, unwanted: string): string {
  let end = text.length
  while (end > 0 && unwanted.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** What stands before the first `sign`; all of it when there is none. */
export function before(text: string, sign: string): string {
  const at = text.indexOf(sign)
  return at === -1 ? text : text.slice(0, at)
}
