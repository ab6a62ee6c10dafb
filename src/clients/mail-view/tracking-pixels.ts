import { styleAttribute } from './set-styles-aside.ts'

/** The attribute under which an image of another host waits until it is seen. */
export const waitingSource = 'data-mail-source'

/** Nobody sees a picture of so few pixels: it is there to be loaded, or to hold something apart. */
const mostPixels = 3

/** Whether an image says of itself that it is not to be seen. */
export function isHiddenImage(image: HTMLImageElement): boolean {
  const { display, visibility, opacity } = styleOf(image)
  return image.hasAttribute('hidden') || display === 'none' || visibility === 'hidden' || opacity === '0'
}

/** Whether it says that it is a few pixels in both directions. */
export function hasFewPixelsWritten(image: HTMLImageElement): boolean {
  const style = styleOf(image)
  const width = pixelsOf(style.width) ?? pixelsOf(image.getAttribute('width'))
  const height = pixelsOf(style.height) ?? pixelsOf(image.getAttribute('height'))
  const sides = [width, height].filter((side) => side !== null)
  return sides.length > 0 && sides.every((side) => side <= mostPixels)
}

function styleOf(image: HTMLImageElement): CSSStyleDeclaration {
  const probe = image.ownerDocument.createElement('i').style
  probe.cssText = (image.getAttribute(styleAttribute) ?? '').slice(0, 2000)
  return probe
}

function pixelsOf(written: string | null): number | null {
  const [, number] = /^\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*$/i.exec(written ?? '') ?? []
  return number === undefined ? null : Number(number)
}

/**
 * Removes images that turn out to have only a few pixels where the mail gave them no size, now and as they load; tells
 * their addresses.
 */
export function dropTinyImages(document: Document, tell: (address: string) => void): () => void {
  const look = (): void => {
    for (const image of Array.from(document.images).filter(hasFewPixels)) {
      // What nobody sees was not dropped for its size.
      if (image.checkVisibility({ opacityProperty: true, visibilityProperty: true })) tell(image.src)
      image.remove()
    }
  }
  document.addEventListener('load', look, { capture: true })
  look()
  return () => document.removeEventListener('load', look, { capture: true })
}

const hasFewPixels = (image: HTMLImageElement): boolean =>
  !image.hasAttribute('width') &&
  image.naturalWidth > 0 &&
  image.naturalWidth <= mostPixels &&
  image.naturalHeight <= mostPixels

/**
 * Loads the images that wait (`waitingSource`) once they can be seen: what a class or a style sheet hides or makes a few
 * pixels small is not asked for. Looked at again whenever the mail is laid out anew.
 */
export function loadSeenImages(document: Document): () => void {
  const look = (): void => {
    for (const image of document.querySelectorAll<HTMLImageElement>(`img[${waitingSource}]`)) {
      if (!isSeen(image)) continue
      image.src = image.getAttribute(waitingSource) ?? ''
      image.removeAttribute(waitingSource)
    }
  }
  const observer = new ResizeObserver(look)
  observer.observe(document.body)
  look()
  return () => observer.disconnect()
}

function isSeen(image: HTMLImageElement): boolean {
  if (!image.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
  const view = image.ownerDocument.defaultView
  if (view === null || isFew(image, view)) return false
  for (let box = image.parentElement; box !== null; box = box.parentElement) {
    const { width, height } = box.getBoundingClientRect()
    const isClipped =
      view.getComputedStyle(box).overflowY !== 'visible' && (width <= mostPixels || height <= mostPixels)
    if (isClipped) return false
  }
  return true
}

/** By a style sheet: what has no box tells what is wished, "auto" or a length, rather than what came of it. */
function isFew(image: HTMLImageElement, view: Window): boolean {
  const [display, priority] = [image.style.getPropertyValue('display'), image.style.getPropertyPriority('display')]
  image.style.setProperty('display', 'none', 'important')
  const { width, height } = view.getComputedStyle(image)
  const isSmall = [width, height].every((side) => (pixelsOf(side) ?? Infinity) <= mostPixels)
  image.style.setProperty('display', display, priority)
  return isSmall
}
