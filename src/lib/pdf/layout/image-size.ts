import type { Inline } from '../model/blocks.ts'
import { contentWidth, page } from '../model/look.ts'

// CSS pixels to points.
const pointsPerPixel = 0.75
const highest = (page.height - page.top - page.bottom) * 0.85

/** Size of an image on the page in points: as asked for, else its own; never wider or higher than a page holds. */
export function imageSize(inline: Extract<Inline, { kind: 'image' }>): { width: number; height: number } {
  const { image } = inline
  const ratio = image.height / image.width
  let width = inline.width ?? (inline.height === null ? image.width * pointsPerPixel : inline.height / ratio)
  let height = inline.height === null || inline.width !== null ? width * ratio : inline.height
  const shrink = Math.min(1, contentWidth / width, highest / height)
  width *= shrink
  height *= shrink
  return { width, height }
}
