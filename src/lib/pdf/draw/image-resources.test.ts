import { describe, expect, it } from 'vitest'
import type { OpenImage } from '../images/open-image.ts'
import { PdfFile } from '../file/pdf-file.ts'
import { ImageResources } from './image-resources.ts'

const images = new ImageResources(
  new PdfFile({ title: 'x', language: 'de', size: [100, 100], security: null, deflate: (bytes) => bytes }),
)
const image = (orientation: number): OpenImage => ({
  width: 3,
  height: 2,
  orientation,
  colourSpace: 'DeviceGray',
  palette: null,
  bitsPerComponent: 8,
  columns: 3,
  rows: 2,
  data: new Uint8Array(6),
  encoding: 'plain',
  isInverted: false,
  opacity: null,
})

/** Where a corner of the stored image comes to stand; the stored top left one is (0, 1) in PDF's unit square. */
function place(orientation: number, [u, v]: readonly [number, number]): readonly [number, number] {
  const operators = images.placement(image(orientation), 'I1', { x: 10, y: 20, width: 30, height: 40 })
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = operators.split(' ').slice(1, 7).map(Number)
  return [a * u + c * v + e, b * u + d * v + f]
}

describe('ImageResources', () => {
  const [left, right, top, bottom] = [10, 40, 20, 60]
  it.each([
    [1, [left, top], [right, top]],
    [2, [right, top], [left, top]],
    [3, [right, bottom], [left, bottom]],
    [4, [left, bottom], [right, bottom]],
    [5, [left, top], [left, bottom]],
    [6, [right, top], [right, bottom]],
    [7, [right, bottom], [right, top]],
    [8, [left, bottom], [left, top]],
  ])('turns an image of orientation %i as Exif says', (orientation, topLeft, topRight) => {
    expect(place(orientation, [0, 1])).toEqual(topLeft)
    expect(place(orientation, [1, 1])).toEqual(topRight)
  })
})
