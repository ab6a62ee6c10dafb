import { choiceMark, fieldText, unseenElements, verbatimElements } from '../../mail-html/index.ts'
import { attributeOf, EndTags, nextMarkup } from '../../text/index.ts'

const entities: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'nbsp=\u00a0 amp=& lt=< gt=> quot=" apos=\' auml=ä ouml=ö uuml=ü Auml=Ä Ouml=Ö Uuml=Ü szlig=ß euro=€ eacute=é ' +
    'egrave=è agrave=à ccedil=ç ntilde=ñ ndash=– mdash=— hellip=… bdquo=„ ldquo=“ rdquo=” lsquo=‘ rsquo=’ laquo=« ' +
    'raquo=» copy=© reg=® sect=§ middot=· bull=• deg=° zwnj= shy='
  )
    .split(' ')
    .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
)

const lineEnds = new Set(
  'br /p /div /tr /li /h1 /h2 /h3 /h4 /h5 /h6 /table /ul /ol hr /blockquote /pre /option /select'.split(' '),
)

/** Where they begin, a line has ended. */
const blocks = new Set('p div tr h1 h2 h3 h4 h5 h6 table ul ol blockquote pre option optgroup'.split(' '))

/**
 * The words of HTML without its layout, for when the layout cannot be printed. One pass over the input whatever it holds;
 * what a browser would hide is left out, and so is what follows a comment, script or style sheet that never ends.
 */
export function textOfHtml(html: string): string {
  const out = new Lines()
  const ends = new EndTags(html)
  let at = 0
  for (let markup = nextMarkup(html, 0); markup !== null; markup = nextMarkup(html, at)) {
    out.add(showText(html.slice(at, markup.start)))
    at = markup.end
    if (!markup.isTag) continue
    const name = markup.isEnd ? `/${markup.name}` : markup.name
    if (verbatimElements.has(name)) {
      const end = name === 'plaintext' ? null : ends.next(name, at)
      const typed = html.slice(at, end?.start)
      out.endLine()
      out.add(name === 'textarea' ? decodeEntities(typed) : typed)
      out.endLine()
      at = end?.end ?? html.length
    } else if (unseenElements.has(name)) at = endOfUnseen(name, at, ends) ?? html.length
    else {
      if (blocks.has(name)) out.endLine()
      out.add(separatorOf(name) + describe(name, html.slice(markup.start, markup.end)))
    }
  }
  out.add(showText(html.slice(at)))
  return tidy(out.text())
}

/** Pieces of text one behind the other. */
class Lines {
  readonly #pieces: string[] = []
  #isLineEnded = true

  add(piece: string): void {
    this.#pieces.push(piece)
    if (piece.endsWith('\n')) this.#isLineEnded = true
    else if (piece.trim() !== '') this.#isLineEnded = false
  }

  endLine(): void {
    if (!this.#isLineEnded) this.add('\n')
  }

  text(): string {
    return this.#pieces.join('')
  }
}

/** Where something goes on behind an element that is not seen; null for the end of everything. */
function endOfUnseen(name: string, from: number, ends: EndTags): number | null {
  const end = ends.next(name, from)
  if (end !== null) return end.end
  return name === 'script' || name === 'style' ? null : from
}

function separatorOf(name: string): string {
  if (name === 'li') return '\n• '
  if (name === '/td' || name === '/th') return '\t'
  return lineEnds.has(name) ? '\n' : ''
}

/** What an element without content says. */
function describe(name: string, tag: string): string {
  const attribute = (wanted: string): string | null => {
    const value = attributeOf(tag, wanted)
    return value === null ? null : showText(value)
  }
  switch (name) {
    case 'img':
    case 'area':
      return attribute('alt') ?? ''
    case 'input':
      return fieldText(attribute)
    case 'optgroup':
      return `${attribute('label') ?? ''}\n`
    case 'option':
      return choiceMark(attribute('selected') !== null)
    default:
      return ''
  }
}

const showText = (text: string): string => decodeEntities(text.replaceAll(/[ \t\r\n\f\0]+/g, ' '))

const decodeEntities = (text: string): string =>
  text.replaceAll(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, decodeEntity)

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
