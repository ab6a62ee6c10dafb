/** What XML 1.0 section 2.2 does not allow even as a reference. */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** For text and for attribute values in double quotes. */
export const escapeXml = (text: string): string =>
  text.replace(notXml, '').replace(/[&<>"']/g, (character) => references[character] ?? '')

/** Markup that is complete in itself; text becomes it through `element` only. */
export interface Markup {
  readonly markup: string
}

type Attributes = Readonly<Record<string, string>>

/** An element with text, or with other elements on lines of their own. Names are literals of this module. */
export function element(tag: string, content: string | readonly Markup[], attributes: Attributes = {}): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  const inside = typeof content === 'string' ? escapeXml(content) : lines(content)
  return { markup: `<${tag}${written.join('')}>${inside}</${tag}>` }
}

const lines = (content: readonly Markup[]): string =>
  `\n${content.map(({ markup }) => markup.replaceAll(/^/gm, '  ')).join('\n')}\n`

export const xmlDocument = (root: Markup, doctype = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}${root.markup}\n`
