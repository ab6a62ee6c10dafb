import { OpenElements } from './open-elements.ts'
import { EndTags, nextTag, renameAttributes, type HtmlTag } from '../../lib/text/index.ts'

/** The attribute that carries a style through the parser. */
export const styleAttribute = 'data-mail-style'

/** What looks like a tag in these is text. */
const textOnly = new Set(['script', 'title', 'textarea', 'xmp', 'plaintext'])

export interface CalmHtml {
  readonly html: string
  readonly styleSheet: string
}

/**
 * Takes style sheets, style attributes and event handlers out of the way before the HTML is parsed: a strict content
 * security policy reports each of them already then, in documents that are never shown. This is for quiet only. What it
 * overlooks is treated by `sanitiseHtml` like anything else that is hostile. Each character is looked at once, and what
 * would cost the parser more than its length is left out: see `OpenElements`.
 */
export function setStylesAside(html: string): CalmHtml {
  const kept: string[] = []
  const sheets: string[] = []
  const open = new OpenElements()
  const ends = new EndTags(html)
  let at = 0
  for (let tag = nextTag(html, 0); tag !== null; tag = nextTag(html, at)) {
    kept.push(html.slice(at, tag.start))
    at = tag.end
    if (tag.name === 'style' && !tag.isEnd) {
      // Without an end tag the rest of the document is the style sheet, in browsers too.
      const end = ends.next('style', tag.end)
      sheets.push(html.slice(tag.end, end?.start))
      at = end?.end ?? html.length
    } else if (textOnly.has(tag.name) && !tag.isEnd) {
      at = ends.next(tag.name, tag.end)?.start ?? html.length
      kept.push(html.slice(tag.start, at))
    } else if (tag.isEnd ? open.end(tag.name) : open.start(tag.name)) kept.push(open.closings(), calmTag(tag, html))
  }
  return { html: [...kept, html.slice(at)].join(''), styleSheet: sheets.join('\n') }
}

function calmTag({ name, isEnd, start, end }: HtmlTag, html: string): string {
  const text = html.slice(start, end)
  const calm = isEnd ? text : renameAttributes(text, (attribute) => calmName(attribute, name))
  // Fields in a form stand in for its own properties under their names.
  return name === 'form' ? calm.replace(/^<(\/?)form/i, '<$1mail-form') : calm
}

/** A document knows these under their names, in place of its own properties. */
const namedElements = new Set(['object', 'embed', 'applet', 'iframe'])

function calmName(attribute: string, element: string): string | null {
  if (attribute === 'style') return styleAttribute
  const isName = attribute === 'name' || (attribute === 'id' && namedElements.has(element))
  return isName || /^on[a-z]/.test(attribute) ? 'data-ignored' : null
}
