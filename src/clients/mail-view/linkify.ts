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

function trimAddress(address: string): string {
  const trimmed = address.replace(/[.,;:!?*_~]+$/, '')
  const isUnbalanced = trimmed.endsWith(')') && !trimmed.includes('(')
  return isUnbalanced ? trimAddress(trimmed.slice(0, -1)) : trimmed
}
