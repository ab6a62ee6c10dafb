/** Whether a style sheet refers to something on another host. One pass: the blanks behind each `url(` are looked at once. */
export function hasRemoteUrl(css: string): boolean {
  const text = css.toLowerCase()
  for (let at = text.indexOf('url('); at !== -1; at = text.indexOf('url(', at + 4)) {
    let from = skipSpace(text, at + 4)
    if (text[from] === '"' || text[from] === "'") from = skipSpace(text, from + 1)
    if (['//', 'http://', 'https://'].some((beginning) => text.startsWith(beginning, from))) return true
  }
  return false
}

/** Whether a style sheet sets a colour of text or ground. */
export function setsColour(css: string): boolean {
  const text = css.toLowerCase()
  return ['background', 'color'].some((property) => {
    for (let at = text.indexOf(property); at !== -1; at = text.indexOf(property, at + property.length)) {
      if (text[skipSpace(text, at + property.length)] === ':') return true
    }
    return false
  })
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charAt(at).trim() === '') at += 1
  return at
}
