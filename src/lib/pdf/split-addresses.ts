import { trimEndOf } from '../text/index.ts'
import type { Inline, TextStyle } from './model/blocks.ts'
import { colours } from './model/look.ts'
import { safeAddress } from './safe-address.ts'

const address = /\b(?:https?:\/\/|www\.)[^\s<>"“”„]{3,1500}/gi

/** Text with the addresses of pages in it made links, as mail programs do for plain text. */
export function splitAddresses(text: string, style: TextStyle): Inline[] {
  if (!/https?:\/\/|www\./i.test(text)) return text === '' ? [] : [{ kind: 'text', text, style }]
  const found: Inline[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    const shown = trimEndOf(match[0], ".,;:!?)]'*_")
    const link = safeAddress(shown.toLowerCase().startsWith('www.') ? `https://${shown}` : shown)
    if (link === null) continue
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index), style })
    found.push({ kind: 'text', text: shown, style: { ...style, link, colour: colours.link, isUnderlined: true } })
    from = match.index + shown.length
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from), style })
  return found
}
