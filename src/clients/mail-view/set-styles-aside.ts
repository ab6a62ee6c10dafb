/** The attribute that carries a style through the parser. */
export const styleAttribute = 'data-mail-style'

export interface CalmHtml {
  readonly html: string
  readonly styleSheet: string
}

/**
 * Takes style sheets, style attributes and event handlers out of the way before the HTML is parsed: a strict content
 * security policy reports each of them already then, in documents that are never shown. This is for quiet only. What it
 * overlooks is treated by `sanitiseHtml` like anything else that is hostile.
 */
export function setStylesAside(html: string): CalmHtml {
  const sheets: string[] = []
  const withoutSheets = html.replaceAll(/<style\b[^>]*>([^]*?)<\/style\s*>/gi, (_all, css: string) => {
    sheets.push(css)
    return ''
  })
  return { html: withoutSheets.replaceAll(/<[a-z][^<>]*>/gi, calmTag), styleSheet: sheets.join('\n') }
}

/** Quoted values are matched whole, so that a title which mentions a style stays as it is. */
const valueOrName = /"[^"]*"|'[^']*'|(?<=[\s/"'])(?:style|on[a-z]+)(?=\s*=)/gi

const calmTag = (tag: string): string =>
  tag.replaceAll(valueOrName, (found) => {
    if (/^["']/.test(found)) return found
    return found.toLowerCase() === 'style' ? styleAttribute : 'data-ignored'
  })
