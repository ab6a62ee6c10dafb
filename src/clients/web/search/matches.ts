/** Letters without marks and in one case, so that "Müller" is found by "muller" and "Straße" by "strasse". */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')

/** The words of a search; more than these make nobody's search clearer. */
const maxWords = 8

/** Tells whether every word that was typed stands somewhere in the texts, as a part of a word too; null for no words. */
export function matcherOf(term: string): ((texts: readonly string[]) => boolean) | null {
  const words = folded(term).split(/\s+/).filter(Boolean).slice(0, maxWords)
  if (words.length === 0) return null
  return (texts) => {
    const all = texts.map(folded).join('\n')
    return words.every((word) => all.includes(word))
  }
}
