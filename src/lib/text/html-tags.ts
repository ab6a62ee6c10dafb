/** A tag of HTML as it stands in the text, `<` and `>` included, with the name in small letters. */
export interface HtmlTag {
  readonly name: string
  readonly isEnd: boolean
  readonly start: number
  /** Behind the `>`. */
  readonly end: number
}

const space = ' \t\n\f\r'
const isSpace = (character: string) => character !== '' && space.includes(character)
const isLetter = (character: string) => /^[a-z]$/i.test(character)

/** A tag, or what is shown as nothing: a comment, a declaration, a tag or comment without an end, which hides the rest. */
export interface HtmlMarkup extends HtmlTag {
  readonly isTag: boolean
}

/**
 * The next markup at or behind `from`, found in one pass: values and comments are stepped over whole (WHATWG HTML section
 * 13.2.5).
 */
export function nextMarkup(html: string, from: number): HtmlMarkup | null {
  for (let start = html.indexOf('<', from); start !== -1; start = html.indexOf('<', start + 1)) {
    const comment = endOfComment(html, start)
    if (comment !== start) return { ...nothing, start, end: comment === -1 ? html.length : comment }
    const isEnd = html[start + 1] === '/'
    const nameAt = start + (isEnd ? 2 : 1)
    if (!isLetter(html.charAt(nameAt))) continue
    const nameEnd = endOfName(html, nameAt)
    const end = readAttributes(html, nameEnd, () => undefined)
    if (end === -1) return { ...nothing, start, end: html.length }
    return { isTag: true, name: html.slice(nameAt, nameEnd).toLowerCase(), isEnd, start, end }
  }
  return null
}

const nothing = { isTag: false, name: '', isEnd: false } as const

/** The next tag at or behind `from`; a tag without an end is none. */
export function nextTag(html: string, from: number): HtmlTag | null {
  let found = nextMarkup(html, from)
  while (found !== null && !found.isTag) found = nextMarkup(html, found.end)
  return found
}

/** The end tag of an element whose content is text and no tags, such as `style`, at or behind `from`. */
export function nextEndTag(html: string, name: string, from: number): HtmlTag | null {
  for (let start = html.indexOf('</', from); start !== -1; start = html.indexOf('</', start + 2)) {
    const nameEnd = start + 2 + name.length
    if (html.slice(start + 2, nameEnd).toLowerCase() !== name || endOfName(html, nameEnd) !== nameEnd) continue
    const end = readAttributes(html, nameEnd, () => undefined)
    return end === -1 ? null : { name, isEnd: true, start, end }
  }
  return null
}

/** Looks for the end tags of such elements, once for each name: where none follows, none follows behind that either. */
export class EndTags {
  readonly #html: string
  readonly #missing = new Set<string>()

  constructor(html: string) {
    this.#html = html
  }

  /** At or behind `from`, which never goes back. */
  next(name: string, from: number): HtmlTag | null {
    if (this.#missing.has(name)) return null
    const found = nextEndTag(this.#html, name, from)
    if (found === null) this.#missing.add(name)
    return found
  }
}

/** The value of an attribute of a start tag as it is written, '' for one without; null when there is none of that name. */
export function attributeOf(tag: string, wanted: string): string | null {
  let found: string | null = null
  readAttributes(tag, endOfName(tag, 1), (start, end) => {
    if (found !== null || tag.slice(start, end).toLowerCase() !== wanted) return
    const sign = skipSpace(tag, end)
    const value = tag[sign] === '=' ? tag.slice(skipSpace(tag, sign + 1), endOfValue(tag, sign)) : ''
    found = /^(["'])([^]*)\1$/.exec(value)?.[2] ?? value
  })
  return found
}

/** A start tag with its attributes renamed; `null` leaves a name as it is, and values are never looked at. */
export function renameAttributes(tag: string, nameFor: (name: string) => string | null): string {
  const parts: string[] = []
  let kept = 0
  readAttributes(tag, endOfName(tag, 1), (start, end) => {
    const renamed = nameFor(tag.slice(start, end).toLowerCase())
    if (renamed === null) return
    parts.push(tag.slice(kept, start), renamed)
    kept = end
  })
  return [...parts, tag.slice(kept)].join('')
}

/** Where a comment, or what a browser takes for one, ends; `start` where none begins, -1 where it has no end. */
function endOfComment(html: string, start: number): number {
  if (html.startsWith('<!--', start)) return behindComment(html, start + 2)
  const isBogus = html[start + 1] === '!' || html[start + 1] === '?'
  const isOddEnd = html[start + 1] === '/' && start + 2 < html.length && !isLetter(html.charAt(start + 2))
  return isBogus || isOddEnd ? behind(html, '>', start + 2) : start
}

const commentEnd = /--!?>/g

function behindComment(html: string, from: number): number {
  commentEnd.lastIndex = from
  return commentEnd.test(html) ? commentEnd.lastIndex : -1
}

function behind(html: string, sign: string, from: number): number {
  const at = html.indexOf(sign, from)
  return at === -1 ? -1 : at + sign.length
}

function endOfName(html: string, from: number): number {
  let at = from
  while (at < html.length && !isSpace(html.charAt(at)) && html[at] !== '/' && html[at] !== '>') at += 1
  return at
}

/** Goes through the attributes of a tag from behind its name; gives the place behind its `>`, -1 when there is none. */
function readAttributes(html: string, from: number, onName: (start: number, end: number) => void): number {
  let at = from
  while (at < html.length) {
    const character = html.charAt(at)
    if (character === '>') return at + 1
    if (isSpace(character) || character === '/') {
      at += 1
      continue
    }
    const start = at
    // An equals sign in first place is part of the name.
    at += 1
    while (at < html.length && !isSpace(html.charAt(at)) && !'/>='.includes(html.charAt(at))) at += 1
    onName(start, at)
    at = endOfValue(html, skipSpace(html, at))
  }
  return -1
}

function skipSpace(html: string, from: number): number {
  let at = from
  while (isSpace(html.charAt(at))) at += 1
  return at
}

/** Behind the value that an equals sign at `from` announces; `from` itself where there is no such sign. */
function endOfValue(html: string, from: number): number {
  if (html[from] !== '=') return from
  const start = skipSpace(html, from + 1)
  const quote = html.charAt(start)
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, start + 1)
    return end === -1 ? html.length : end + 1
  }
  let at = start
  while (at < html.length && !isSpace(html.charAt(at)) && html[at] !== '>') at += 1
  return at
}
