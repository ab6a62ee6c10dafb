import { createFontUse } from '../fonts/embedded-fonts.ts'
import type { FontUse } from '../fonts/embedded-fonts.ts'
import type { Face } from '../fonts/face.ts'
import { packedFont } from './packed-font.ts'
import type { Deflate, PdfFile } from '../file/pdf-file.ts'
import { text } from '../file/pdf-value.ts'
import type { PdfReference } from '../file/pdf-value.ts'

interface Resource {
  readonly use: FontUse
  readonly reference: PdfReference
}

/** The fonts of one document: composite fonts with the glyphs that were drawn (ISO 32000-2 section 9.7). */
export class FontResources {
  readonly #file: PdfFile
  readonly #deflate: Deflate
  readonly #fonts = new Map<Face, Resource>()

  constructor(file: PdfFile, deflate: Deflate) {
    this.#file = file
    this.#deflate = deflate
  }

  use(face: Face): FontUse {
    const known = this.#fonts.get(face)
    if (known !== undefined) return known.use
    const use = createFontUse(face, this.#fonts.size + 1)
    this.#fonts.set(face, { use, reference: this.#file.ref({ Type: 'Font' }) })
    return use
  }

  /** The fonts by their names, for the resources of pages. */
  dictionary(): Record<string, PdfReference> {
    return Object.fromEntries([...this.#fonts.values()].map(({ use, reference }) => [use.name, reference]))
  }

  /** Cuts and writes all fonts; nothing may be drawn after it. */
  write(): void {
    for (const { use, reference } of this.#fonts.values()) this.#writeFont(use, reference)
  }

  #writeFont(use: FontUse, reference: PdfReference): void {
    const { facts, scale } = use.face
    const { kind, program, programBytes, toUnicode } = packedFont(use, this.#deflate)
    const name = `${subsetTag(use)}+${facts.postScriptName.replaceAll(' ', '_')}`
    const form = kind === 'cff' ? { Subtype: 'CIDFontType0C' } : { Length1: programBytes }
    const file = this.#file.deflatedStream(program, form)
    const descriptor = this.#file.ref({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: facts.box.map((side) => Math.round(side * scale)),
      ItalicAngle: facts.italicAngle,
      Ascent: Math.round(facts.ascent * scale),
      Descent: Math.round(facts.descent * scale),
      CapHeight: Math.round(facts.capHeight * scale),
      StemV: use.face.name.includes('bold') ? 120 : 80,
      [kind === 'cff' ? 'FontFile3' : 'FontFile2']: file,
    })
    const descendant = this.#file.ref({
      Type: 'Font',
      Subtype: kind === 'cff' ? 'CIDFontType0' : 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: text('Adobe'), Ordering: text('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      DW: 1000,
      W: [0, use.cells.map((cell) => cell.natural)],
      ...(kind === 'cff' ? {} : { CIDToGIDMap: 'Identity' }),
    })
    Object.assign(reference.data, {
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: this.#file.deflatedStream(toUnicode),
    })
  }
}

// Six letters that tell subsets of one font apart (ISO 32000-2 section 9.9.2).
function subsetTag(use: FontUse): string {
  const number = Number(use.name.slice(1))
  return `SEAL${String.fromCharCode(65 + Math.floor(number / 26), 65 + (number % 26))}`
}
