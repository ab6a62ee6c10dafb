const written = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{2,2000}/g
const segmenter = new Intl.Segmenter('th', { granularity: 'word' })
const none: ReadonlySet<number> = new Set()

/** Where words begin in Thai, Lao, Burmese and Khmer, which are written without spaces: a line may end there. */
export function findWordStarts(text: string): ReadonlySet<number> {
  let starts: Set<number> | null = null
  for (const match of text.matchAll(written)) {
    starts ??= new Set()
    for (const { index } of segmenter.segment(match[0])) if (index > 0) starts.add(match.index + index)
  }
  return starts ?? none
}
