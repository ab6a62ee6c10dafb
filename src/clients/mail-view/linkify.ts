export interface TextSegment {
  readonly text: string
  /** Set for an address that can be followed. */
  readonly href: string | null
}

/** Long enough for any address that a person would write; bounds the work. */
const addressPattern = /https?:\/\/[^\s<>"'`{}|\\^\p{Cc}\p{Bidi_Control}]{1,2000}/giu

/** Plain text with the web addresses in it. Closing punctuation belongs to the sentence, not to the address. */
export function linkify(text: string): readonly TextSegment[] {
  const segments: TextSegment[] = []
  let shown = 0
  for (const match of text.matchAll(addressPattern)) {
    const address = trimAddress(match[0])
    if (!URL.canParse(address)) continue
    if (match.index > shown) segments.push({ text: text.slice(shown, match.index), href: null })
    segments.push({ text: address, href: address })
    shown = match.index + address.length
  }
  if (shown < text.length) segments.push({ text: text.slice(shown), href: null })
  return segments
}

/** Marks behind an address belong to the sentence, and so does a bracket that was not opened in it. */
function trimAddress(address: string): string {
  const opening = address.indexOf('(')
  let end = address.length
  while (end > 0) {
    const last = address.charAt(end - 1)
    const isUnbalanced = last === ')' && (opening === -1 || opening >= end)
    if (!isUnbalanced && !'.,;:!?*_~'.includes(last)) break
    end -= 1
  }
  return address.slice(0, end)
}
