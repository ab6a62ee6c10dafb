import { styleAttribute } from './set-styles-aside.ts'

/** Nobody sees a picture of so few pixels: it is there to be loaded, or to hold something apart. */
const mostPixels = 3

/** Whether an image says of itself that it is not to be seen: hidden, or a few pixels in both directions. */
export function isTrackingPixel(image: HTMLImageElement): boolean {
  const probe = image.ownerDocument.createElement('i').style
  probe.cssText = (image.getAttribute(styleAttribute) ?? '').slice(0, 2000)
  if (image.hidden || probe.display === 'none' || probe.visibility === 'hidden' || probe.opacity === '0') return true
  const width = pixelsOf(probe.width) ?? pixelsOf(image.getAttribute('width'))
  const height = pixelsOf(probe.height) ?? pixelsOf(image.getAttribute('height'))
  const sides = [width, height].filter((side) => side !== null)
  return sides.length > 0 && sides.every((side) => side <= mostPixels)
}

function pixelsOf(written: string | null): number | null {
  const [, number] = /^\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*$/i.exec(written ?? '') ?? []
  return number === undefined ? null : Number(number)
}

/** Removes images that turn out to have only a few pixels where the mail gave them no size, now and as they load. */
export function dropTinyImages(document: Document): () => void {
  const look = (): void => {
    for (const image of Array.from(document.images)) if (hasFewPixels(image)) image.remove()
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
