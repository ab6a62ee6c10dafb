const blocks = new Set([
  'P',
  'DIV',
  'SECTION',
  'ARTICLE',
  'HEADER',
  'FOOTER',
  'UL',
  'OL',
  'LI',
  'TABLE',
  'TR',
  'BLOCKQUOTE',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'PRE',
  'HR',
  'ADDRESS',
  'DL',
  'DT',
  'DD',
  'CENTER',
])
const paragraphs = new Set(['P', 'UL', 'OL', 'TABLE', 'BLOCKQUOTE', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'PRE'])

/** The text of sanitised HTML with its line breaks, list marks and link addresses: for the PDF and for plain reading. */
export function textOfHtml(content: DocumentFragment): string {
  const text = [...content.childNodes].map(textOfNode).join('')
  return text
    .replaceAll(/[ \t\u00a0]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

function textOfNode(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replaceAll(/\s+/g, ' ')
  if (!(node instanceof Element)) return ''
  const inner = [...node.childNodes].map(textOfNode).join('')
  switch (node.tagName) {
    case 'BR':
      return '\n'
    case 'LI':
      return `\n- ${inner.trim()}\n`
    case 'TD':
    case 'TH':
      return `${inner} `
    case 'A':
      return inner + addressBehind(node, inner)
    default:
      return surround(node.tagName, inner)
  }
}

function surround(tagName: string, inner: string): string {
  if (paragraphs.has(tagName)) return `\n\n${inner}\n\n`
  return blocks.has(tagName) ? `\n${inner}\n` : inner
}

function addressBehind(link: Element, inner: string): string {
  const href = link.getAttribute('href') ?? ''
  const isShown = href === '' || inner.includes(href.replace(/^(?:mailto:|tel:|https?:\/\/)/i, '').replace(/\/$/, ''))
  return isShown ? '' : ` (${href})`
}
