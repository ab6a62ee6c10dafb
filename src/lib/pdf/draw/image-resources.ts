import type { OpenImage } from '../images/open-image.ts'
import { round } from './operands.ts'
import type { PdfFile } from '../file/pdf-file.ts'
import type { PdfReference, PdfValue } from '../file/pdf-value.ts'

interface Resource {
  readonly name: string
  readonly reference: PdfReference
}

// Exif orientation: how the unit square of the stored image lies on the page, y downwards.
const turns: readonly (readonly [a: number, b: number, c: number, d: number, e: number, f: number])[] = [
  [1, 0, 0, -1, 0, 1],
  [-1, 0, 0, -1, 1, 1],
  [-1, 0, 0, 1, 1, 0],
  [1, 0, 0, 1, 0, 0],
  [0, 1, -1, 0, 1, 0],
  [0, 1, 1, 0, 0, 0],
  [0, -1, 1, 0, 0, 1],
  [0, -1, -1, 0, 1, 1],
]

/** The images of one document, each written once however often it is shown. */
export class ImageResources {
  readonly #file: PdfFile
  readonly #images = new Map<OpenImage, Resource>()

  constructor(file: PdfFile) {
    this.#file = file
  }

  use(image: OpenImage): string {
    const known = this.#images.get(image)
    if (known !== undefined) return known.name
    const name = `I${this.#images.size + 1}`
    this.#images.set(image, { name, reference: this.#write(image) })
    return name
  }

  dictionary(names: ReadonlySet<string>): Record<string, PdfReference> {
    return Object.fromEntries(
      [...this.#images.values()].filter(({ name }) => names.has(name)).map(({ name, reference }) => [name, reference]),
    )
  }

  /** Operators that show an image in an area of the page. */
  placement(image: OpenImage, name: string, area: { x: number; y: number; width: number; height: number }): string {
    const [a, b, c, d, e, f] = turns[image.orientation - 1] ?? [1, 0, 0, -1, 0, 1]
    const { x, y, width, height } = area
    const matrix = [a * width, b * height, c * width, d * height, x + e * width, y + f * height]
    return `q ${matrix.map(round).join(' ')} cm /${name} Do Q`
  }

  #write(image: OpenImage): PdfReference {
    return this.#file.stream(image.data, {
      Type: 'XObject',
      Subtype: 'Image',
      Width: image.columns,
      Height: image.rows,
      BitsPerComponent: image.bitsPerComponent,
      ColorSpace: this.#colourSpace(image),
      ...filterOf(image),
      ...(image.isInverted ? { Decode: [1, 0, 1, 0, 1, 0, 1, 0] } : {}),
      ...(image.opacity === null ? {} : { SMask: this.#mask(image, image.opacity) }),
    })
  }

  #colourSpace(image: OpenImage): PdfValue {
    if (image.palette === null) return image.colourSpace
    return ['Indexed', 'DeviceRGB', image.palette.length / 3 - 1, this.#file.stream(image.palette)]
  }

  #mask(image: OpenImage, opacity: Uint8Array): PdfReference {
    return this.#file.stream(opacity, {
      Type: 'XObject',
      Subtype: 'Image',
      Width: image.columns,
      Height: image.rows,
      BitsPerComponent: 8,
      ColorSpace: 'DeviceGray',
    })
  }
}

function filterOf(image: OpenImage): Record<string, PdfValue> {
  if (image.encoding === 'jpeg') return { Filter: 'DCTDecode' }
  if (image.encoding === 'plain') return {}
  const colours = image.palette !== null || image.colourSpace === 'DeviceGray' ? 1 : 3
  // The rows of a PNG are what this predictor undoes (ISO 32000-2 section 7.4.4.4).
  const DecodeParms = {
    Predictor: 15,
    Colors: colours,
    BitsPerComponent: image.bitsPerComponent,
    Columns: image.columns,
  }
  return { Filter: 'FlateDecode', DecodeParms }
}
