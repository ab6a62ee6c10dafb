import createDomPurify, { type Config } from 'dompurify'
import { settleTags } from '../../lib/mail-html/index.ts'
import { hasRemoteUrl, setsColour } from './look-into-css.ts'
import { makePlain } from './plain-elements.ts'
import { setStylesAside, styleAttribute } from './set-styles-aside.ts'
import { hasFewPixelsWritten, isHiddenImage, waitingSource } from './tracking-pixels.ts'

export interface SanitiseOptions {
  /** Where an image of the message can be loaded from, by its names (`namesInHtml`); null when it has none of that name. */
  readonly resolveContentId: (name: string) => string | null
  /** Keep images from other hosts, to be loaded when they are seen. The document's own policy must allow them as well. */
  readonly keepRemoteImages: boolean
}

/** HTML of a mail without anything that runs, submits, embeds or navigates by itself. */
export interface SafeHtml {
  readonly content: DocumentFragment
  /** Style attributes by element, taken off the markup: a strict policy wants them set through the object model. */
  readonly inlineStyles: ReadonlyMap<HTMLElement, string>
  readonly bodyStyle: string
  readonly styleSheet: string
  /** Addresses of images of the message that are left out because they are a few pixels. */
  readonly tinyImages: readonly string[]
  /** Images from other hosts are referred to, shown or not. */
  readonly hasRemoteImages: boolean
  /** The mail sets colours, which only fit its own background. */
  readonly setsColours: boolean
}

const purifyConfig = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    'style',
    'form',
    'input',
    'button',
    'select',
    'textarea',
    'option',
    'video',
    'audio',
    'source',
    'track',
    'picture',
    'dialog',
    'map',
    'area',
    'meter',
    'progress',
    'datalist',
    'output',
    'menu',
  ],
  FORBID_ATTR: [
    'srcset',
    'background',
    'poster',
    'usemap',
    'popover',
    'popovertarget',
    'tabindex',
    'accesskey',
    'autofocus',
    'contenteditable',
    'draggable',
    'name',
    'slot',
    'is',
  ],
  ALLOW_DATA_ATTR: false,
  ADD_ATTR: [styleAttribute],
  ADD_URI_SAFE_ATTR: [styleAttribute],
  // The end allows values that are no address at all, such as a width; links and images are looked at once more below.
  ALLOWED_URI_REGEXP:
    /^(?:(?:https?|mailto|tel|cid):|data:image\/(?:png|gif|jpeg|webp);base64,|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  RETURN_DOM_FRAGMENT: true,
} as const satisfies Config

/** `html` is hostile. The result is put into a frame that runs no script; this is the first of three walls, not the only one. */
export function sanitiseHtml(html: string, options: SanitiseOptions): SafeHtml {
  const calm = setStylesAside(settleTags(html))
  const { styleSheet } = calm
  const parsed = new DOMParser().parseFromString(calm.html, 'text/html')
  const setsOwnColours = parsed.querySelector('[bgcolor], [color], body[text]') !== null
  const bodyStyle = bodyStyleOf(parsed.body)
  makePlain(parsed.body, (source) => localAddress(source, options) !== null)
  const content = createDomPurify(globalThis.window).sanitize(parsed.body, purifyConfig)
  const images = [...content.querySelectorAll('img')]
  const tiny = new Set(images.filter(hasFewPixelsWritten))
  const tinyImages = [...tiny].flatMap((image) => localAddress(image.getAttribute('src') ?? '', options) ?? [])
  for (const image of images) if (tiny.has(image) || isHiddenImage(image)) image.remove()
  const remoteImages = [...content.querySelectorAll('img')].filter((image) => treatImage(image, options))
  for (const link of content.querySelectorAll('a')) treatLink(link)
  const inlineStyles = takeInlineStyles(content)
  const css = [styleSheet, ...inlineStyles.values()].join('\n')
  return {
    content,
    inlineStyles,
    bodyStyle,
    styleSheet,
    tinyImages,
    hasRemoteImages: remoteImages.length > 0 || hasRemoteUrl(css),
    setsColours: setsColour(css) || setsOwnColours,
  }
}

/** Points an image to where it may be loaded from; true for one that lies on another host. */
function treatImage(image: HTMLImageElement, options: SanitiseOptions): boolean {
  const source = image.getAttribute('src')?.trim() ?? ''
  const local = localAddress(source, options)
  const isRemote = local === null && /^https?:/i.test(source)
  image.setAttribute('loading', 'eager')
  image.setAttribute('referrerpolicy', 'no-referrer')
  if (local === null) image.removeAttribute('src')
  else image.setAttribute('src', local)
  if (isRemote && options.keepRemoteImages) image.setAttribute(waitingSource, source.replace(/^http:/i, 'https:'))
  return isRemote
}

/** Where an image that comes with the message can be loaded from. */
function localAddress(source: string, { resolveContentId }: SanitiseOptions): string | null {
  const address = source.trim()
  if (/^data:image\/(?:png|gif|jpeg|webp);base64,/i.test(address)) return address
  if (!/^cid:/i.test(address)) return resolveContentId(address)
  const id = address.slice(4)
  return resolveContentId(id.toLowerCase()) ?? resolveContentId(decodeContentId(id).toLowerCase())
}

function decodeContentId(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function treatLink(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href')
  if (href === null) return
  if (!/^(?:https?|mailto|tel):/i.test(href.trim())) return link.removeAttribute('href')
  link.setAttribute('target', '_blank')
  link.setAttribute('rel', 'noopener noreferrer')
  // What hides behind a text is shown to those who look for it.
  link.setAttribute('title', href)
}

function takeInlineStyles(content: DocumentFragment): ReadonlyMap<HTMLElement, string> {
  for (const element of content.querySelectorAll('[style]')) element.removeAttribute('style')
  const styled = [...content.querySelectorAll<HTMLElement>(`[${styleAttribute}]`)]
  const styles = new Map(styled.map((element) => [element, element.getAttribute(styleAttribute) ?? '']))
  for (const element of styled) element.removeAttribute(styleAttribute)
  return styles
}

/** The colours of the body element, which is not part of the fragment but decides whether the text is readable. */
function bodyStyleOf(body: HTMLElement): string {
  const background = body.getAttribute('bgcolor')
  const colour = body.getAttribute('text')
  return [
    background === null ? '' : `background-color: ${background}`,
    colour === null ? '' : `color: ${colour}`,
    body.getAttribute(styleAttribute) ?? '',
  ]
    .filter((style) => style !== '')
    .join('; ')
}
