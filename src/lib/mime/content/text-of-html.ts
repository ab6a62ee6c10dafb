const entities: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'nbsp=\u00a0 amp=& lt=< gt=> quot=" apos=\' auml=ä ouml=ö uuml=ü Auml=Ä Ouml=Ö Uuml=Ü szlig=ß euro=€ eacute=é ' +
    'egrave=è agrave=à ccedil=ç ntilde=ñ ndash=– mdash=— hellip=… bdquo=„ ldquo=“ rdquo=” lsquo=‘ rsquo=’ laquo=« ' +
    'raquo=» copy=© reg=® sect=§ middot=· bull=• deg=° zwnj= shy='
  )
    .split(' ')
    .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
)

/** Elements whose content is not text. */
const unseen = new Set(['script', 'style', 'title', 'template', 'noscript'])
const lineEnds = new Set('br /p /div /tr /li /h1 /h2 /h3 /h4 /h5 /h6 /table /ul /ol hr /blockquote /pre'.split(' '))

/**
 * The words of HTML without its layout, for when the layout cannot be printed. One pass over the input whatever it holds;
 * markup that never ends hides what follows it, as in a browser.
 */
export function textOfHtml(html: string): string {
  const out: string[] = []
  const lower = html.toLowerCase()
  let at = 0
  for (let open = html.indexOf('<'); open !== -1; open = html.indexOf('<', at)) {
    out.push(showText(html.slice(at, open)))
    const name = /^\/?[a-z][a-z0-9]*/.exec(lower.slice(open + 1, open + 16))?.[0]
    if (name === undefined && html[open + 1] !== '!' && html[open + 1] !== '?') {
      out.push('<')
      at = open + 1
      continue
    }
    at = endOfMarkup(lower, open, name ?? '')
    out.push(separatorOf(name ?? ''))
  }
  out.push(showText(html.slice(at)))
  return tidy(out.join(''))
}

function endOfMarkup(lower: string, open: number, name: string): number {
  const end = lower.startsWith('<!--', open) ? after(lower, '-->', open + 2) : after(lower, '>', open)
  return unseen.has(name) ? after(lower, '>', after(lower, `</${name}`, end)) : end
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? text.length : found + mark.length
}

function separatorOf(name: string): string {
  if (name === 'li') return '\n• '
  if (name === '/td' || name === '/th') return '\t'
  return lineEnds.has(name) ? '\n' : ''
}

const showText = (text: string): string =>
  text.replaceAll(/[ \t\r\n\f\0]+/g, ' ').replaceAll(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, decodeEntity)

function decodeEntity(whole: string): string {
  const name = whole.slice(1, -1)
  if (!name.startsWith('#')) return entities[name] ?? entities[name.toLowerCase()] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\ufffd'
}

function tidy(text: string): string {
  const lines = text.split('\n').map((line) =>
    line
      .replaceAll(/ {2,}/g, ' ')
      .replaceAll(/\t[\t ]*/g, '\t')
      .trim(),
  )
  return lines
    .filter((line, index) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim()
}

/** Elements that are seen without a word in them. */
const visible =
  /<(?:img|svg|video|object|embed|canvas|iframe|input|button|v:imagedata|math)\b|background(?:-image)?\s*[:=]\s*(?:["']\s*)?(?:url|cid:|https?:)/i

/** Whether HTML shows nothing: no word, no picture. */
export const isBlankHtml = (html: string): boolean => !visible.test(html) && textOfHtml(html).trim() === ''
