/**
 * Paragraphs of a text in the format "flowed" (RFC 3676), whose lines end with a space where they were broken. Quoted
 * lines are joined with lines of the same depth only.
 */
export function unflowText(text: string, { isSpaceDeleted }: { readonly isSpaceDeleted: boolean }): string {
  const lines: { quote: string; text: string; isOpen: boolean }[] = []
  for (const raw of text.split(/\r?\n/)) {
    const quote = /^>*/.exec(raw)?.[0] ?? ''
    const line = raw.slice(quote.length).replace(/^ /, '')
    const isOpen = line.endsWith(' ') && line !== '-- '
    const shown = isOpen && isSpaceDeleted ? line.slice(0, -1) : line
    const before = lines.at(-1)
    if (before?.isOpen === true && before.quote === quote && line !== '-- ') {
      before.text += shown
      before.isOpen = isOpen
    } else lines.push({ quote, text: shown, isOpen })
  }
  return lines.map((line) => (line.quote === '' ? line.text : `${line.quote} ${line.text}`)).join('\n')
}
