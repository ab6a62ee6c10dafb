import {
  choiceMark,
  fieldText,
  marksAround,
  marksBetween,
  unseenElements,
  unseenInMath,
  unseenInSvg,
  verbatimElements,
} from '../../lib/mail-html/index.ts'
import { styleAttribute } from './set-styles-aside.ts'

/** What a sanitiser lets through as it is. */
const kept = new Set(
  `a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details
   dfn div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd label legend li
   main mark marquee nav nobr ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td
   tfoot th thead time tr tt u ul var wbr`.split(/\s+/),
)
/** What begins lines of its own, and what it becomes; all others become a span. */
const becomes: Readonly<Record<string, string>> = {
  'mail-form': 'div',
  dialog: 'div',
  video: 'div',
  audio: 'div',
  search: 'div',
  option: 'div',
  optgroup: 'div',
  menu: 'ul',
  dir: 'ul',
  listing: 'pre',
}
/** Without content: nothing of them is seen. */
const empty = new Set('area base basefont bgsound embed keygen link meta param source track'.split(' '))
/** Attributes that what comes in an element's place has as well. */
const formulaAttribute = 'data-mail-formula'
const carried = [styleAttribute, formulaAttribute, 'hidden', 'dir', 'lang', 'align', 'class', 'title']
const svg = 'http://www.w3.org/2000/svg'
const mathMl = 'http://www.w3.org/1998/Math/MathML'

/**
 * Makes of a parsed mail one of plain elements that says the same, so that a sanitiser has no reason to drop text: fields,
 * choices, drawings, formulas, players, plug-ins and what nobody knows. `hasImage` says which address of an image can be
 * shown. Each element is looked at once; nodes are moved, not copied.
 */
export function makePlain(body: HTMLElement, hasImage: (source: string) => boolean): void {
  for (const element of body.querySelectorAll('*')) {
    if (element.namespaceURI === svg) replaceDrawing(element, hasImage)
    else if (element.namespaceURI === mathMl) replaceFormula(element)
    else replaceElement(element, hasImage)
  }
}

function replaceElement(element: Element, hasImage: (source: string) => boolean): void {
  const { localName } = element
  if (localName === 'details') element.setAttribute('open', '')
  if (localName === 'img') takeFirstSource(element)
  if (kept.has(localName)) return
  const source = sourceOf(element)
  const isImage = source !== null && (localName === 'input' || hasImage(source))
  if (isImage) return element.replaceWith(imageOf(element, source))
  if (empty.has(localName) || unseenElements.has(localName)) return element.remove()
  const attribute = (name: string): string | null => element.getAttribute(name)
  if (verbatimElements.has(localName)) return replaceBy(element, 'pre')
  // Fields and buttons have room around them.
  if (localName === 'input' || localName === 'button') element.before(' ')
  if (localName === 'input') return replaceBy(element, 'span', `${fieldText(attribute)} `)
  const mark = localName === 'option' ? choiceMark(element.hasAttribute('selected')) : ''
  replaceBy(element, becomes[localName] ?? 'span', localName === 'optgroup' ? (attribute('label') ?? '') : mark)
}

/** Where the image of an element is that shows one or its own content. */
function sourceOf(element: Element): string | null {
  if (element.localName === 'object') return element.getAttribute('data')
  if (element.localName === 'embed') return element.getAttribute('src')
  const isButton = element.localName === 'input' && element.getAttribute('type')?.toLowerCase() === 'image'
  return isButton ? (element.getAttribute('src') ?? '') : null
}

function takeFirstSource(image: Element): void {
  const first = /^\s*([^\s,]+)/.exec(image.getAttribute('srcset') ?? '')?.[1]
  if (!image.hasAttribute('src') && first !== undefined) image.setAttribute('src', first)
}

function imageOf(element: Element, source: string): HTMLElement {
  const image = newElement(element, 'img')
  image.setAttribute('src', source)
  for (const name of ['alt', 'width', 'height']) {
    const value = element.getAttribute(name)
    if (value !== null) image.setAttribute(name, value)
  }
  return image
}

/** Of a drawing its words are shown, and images that it holds. */
function replaceDrawing(element: Element, hasImage: (source: string) => boolean): void {
  const { localName } = element
  // Paragraphs in the title of a drawing got there because nobody closed it.
  if (unseenInSvg.has(localName) && element.firstElementChild === null) return element.remove()
  const source = localName === 'image' ? (element.getAttribute('href') ?? element.getAttribute('xlink:href')) : null
  if (source !== null && hasImage(source)) return element.replaceWith(imageOf(element, source))
  replaceBy(element, localName === 'text' ? 'div' : 'span')
}

/** A formula on one line, with marks for what would be drawn. */
function replaceFormula(element: Element): void {
  const { localName } = element
  if (unseenInMath.has(localName)) return element.remove()
  // What it stands in has been replaced already, and carries its old name.
  const outer = element.parentElement?.getAttribute(formulaAttribute) ?? ''
  const between = marksBetween.get(outer)?.[placeOf(element) - 1] ?? ''
  const isGroup = localName === 'mrow' && marksBetween.has(outer)
  const [before, after] = marksAround.get(localName) ?? ['', '']
  element.setAttribute(formulaAttribute, localName)
  element.append(after + (isGroup ? ')' : ''))
  replaceBy(element, 'span', between + (isGroup ? '(' : '') + before)
}

/** Counts no further than any formula has parts. */
function placeOf(element: Element): number {
  let place = 0
  for (let one = element.previousElementSibling; one !== null && place < 4; one = one.previousElementSibling) place += 1
  return place
}

function replaceBy(element: Element, name: string, textBefore = ''): void {
  const replaced = newElement(element, name)
  if (textBefore !== '') replaced.append(textBefore)
  for (let node = element.firstChild; node !== null; node = element.firstChild) replaced.append(node)
  element.replaceWith(replaced)
}

function newElement(element: Element, name: string): HTMLElement {
  const made = element.ownerDocument.createElement(name)
  for (const attribute of carried) {
    const value = element.getAttribute(attribute)
    if (value !== null) made.setAttribute(attribute, value)
  }
  return made
}
