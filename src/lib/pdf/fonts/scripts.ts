/** Groups of characters that want a font, or a way of shaping, of their own. */
export type Script = 'latin' | 'hebrew' | 'arabic' | 'han' | 'kana' | 'hangul' | 'emoji' | 'neutral' | OwnFontScript

/** Scripts with a font of their own and nothing else to decide; the font is called like the script. */
export const ownFontScripts = [
  'armenian',
  'syriac',
  'thaana',
  'bengali',
  'gurmukhi',
  'gujarati',
  'oriya',
  'tamil',
  'telugu',
  'kannada',
  'malayalam',
  'sinhala',
  'thai',
  'lao',
  'tibetan',
  'myanmar',
  'georgian',
  'ethiopic',
  'khmer',
] as const
export type OwnFontScript = (typeof ownFontScripts)[number]

type Range = readonly [from: number, to: number, script: Script]

// Ascending; what lies between belongs to 'latin', the font with the widest reach.
const ranges: readonly Range[] = [
  [0x00, 0x40, 'neutral'],
  [0x5b, 0x60, 'neutral'],
  [0x7b, 0xbf, 'neutral'],
  [0x2b0, 0x36f, 'neutral'],
  [0x530, 0x58f, 'armenian'],
  [0x590, 0x5ff, 'hebrew'],
  [0x600, 0x6ff, 'arabic'],
  [0x700, 0x74f, 'syriac'],
  [0x750, 0x77f, 'arabic'],
  [0x780, 0x7bf, 'thaana'],
  [0x860, 0x86f, 'syriac'],
  [0x8a0, 0x8ff, 'arabic'],
  [0x980, 0x9ff, 'bengali'],
  [0xa00, 0xa7f, 'gurmukhi'],
  [0xa80, 0xaff, 'gujarati'],
  [0xb00, 0xb7f, 'oriya'],
  [0xb80, 0xbff, 'tamil'],
  [0xc00, 0xc7f, 'telugu'],
  [0xc80, 0xcff, 'kannada'],
  [0xd00, 0xd7f, 'malayalam'],
  [0xd80, 0xdff, 'sinhala'],
  [0xe00, 0xe7f, 'thai'],
  [0xe80, 0xeff, 'lao'],
  [0xf00, 0xfff, 'tibetan'],
  [0x1000, 0x109f, 'myanmar'],
  [0x10a0, 0x10ff, 'georgian'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1200, 0x139f, 'ethiopic'],
  [0x1780, 0x17ff, 'khmer'],
  [0x19e0, 0x19ff, 'khmer'],
  [0x1c90, 0x1cbf, 'georgian'],
  [0x2000, 0x20cf, 'neutral'],
  [0x2100, 0x25ff, 'neutral'],
  [0x2600, 0x27bf, 'emoji'],
  [0x27c0, 0x2aff, 'neutral'],
  [0x2b00, 0x2bff, 'emoji'],
  [0x2d00, 0x2d2f, 'georgian'],
  [0x2d80, 0x2ddf, 'ethiopic'],
  [0x2e80, 0x3007, 'han'],
  [0x3008, 0x3030, 'han'],
  [0x3031, 0x30ff, 'kana'],
  [0x3100, 0x312f, 'han'],
  [0x3130, 0x318f, 'hangul'],
  [0x3190, 0x31ef, 'han'],
  [0x31f0, 0x31ff, 'kana'],
  [0x3200, 0x33ff, 'han'],
  [0x3400, 0x9fff, 'han'],
  [0xa960, 0xa97f, 'hangul'],
  [0xa9e0, 0xa9ff, 'myanmar'],
  [0xaa60, 0xaa7f, 'myanmar'],
  [0xab00, 0xab2f, 'ethiopic'],
  [0xac00, 0xd7ff, 'hangul'],
  [0xf900, 0xfaff, 'han'],
  [0xfb13, 0xfb17, 'armenian'],
  [0xfb1d, 0xfb4f, 'hebrew'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe00, 0xfe0f, 'neutral'],
  [0xfe30, 0xfe4f, 'han'],
  [0xfe70, 0xfefe, 'arabic'],
  [0xff00, 0xff64, 'han'],
  [0xff65, 0xff9f, 'kana'],
  [0xffa0, 0xffdc, 'hangul'],
  [0xffe0, 0xffef, 'han'],
  [0x1b000, 0x1b16f, 'kana'],
  [0x1f000, 0x1faff, 'emoji'],
  [0x20000, 0x323af, 'han'],
  [0xe0020, 0xe007f, 'emoji'],
]

const lowTable: readonly Script[] = Array.from({ length: 0x3000 }, (_, code) => search(code))

/** Which group a code point belongs to. Linear in nothing: a table below U+3000, a binary search above. */
export function scriptOf(codePoint: number): Script {
  return lowTable[codePoint] ?? search(codePoint)
}

function search(codePoint: number): Script {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to, script] = ranges[middle] ?? [0, 0x10ffff, 'latin']
    if (codePoint < from) high = middle - 1
    else if (codePoint > to) low = middle + 1
    else return script
  }
  return 'latin'
}

/** Whether glyphs stand one for one for the characters: no joining, no marks, no ligatures needed. */
export function isSimple(codePoint: number): boolean {
  if (codePoint < 0x300) return true
  if (codePoint < 0x590) return codePoint >= 0x370 && !(codePoint >= 0x483 && codePoint <= 0x489)
  if (codePoint >= 0x5d0 && codePoint <= 0x5f4) return true
  if (codePoint >= 0x10a0 && codePoint <= 0x10ff) return true
  if (codePoint >= 0x1e00 && codePoint <= 0x2bff)
    return !(codePoint >= 0x20d0 && codePoint <= 0x20ff) && codePoint !== 0x200d
  if (codePoint >= 0x2e80 && codePoint <= 0xa4cf) return codePoint !== 0x3099 && codePoint !== 0x309a
  if (codePoint >= 0xac00 && codePoint <= 0xd7a3) return true
  if (codePoint >= 0xf900 && codePoint <= 0xfaff) return true
  if (codePoint >= 0xff00 && codePoint <= 0xffef) return true
  return codePoint >= 0x20000 && codePoint <= 0x323af
}

/** Controls, joiners, selectors and marks of direction: they say something about the text but draw nothing. */
export function isInvisible(codePoint: number): boolean {
  if (codePoint < 0x20) return true
  if (codePoint >= 0x7f && codePoint <= 0x9f) return true
  if (codePoint === 0xad || codePoint === 0x34f || codePoint === 0x61c || codePoint === 0xfeff) return true
  if (codePoint >= 0x200b && codePoint <= 0x200f) return true
  if (codePoint >= 0x2028 && codePoint <= 0x202e) return true
  if (codePoint >= 0x2060 && codePoint <= 0x206f) return true
  if (codePoint >= 0xfe00 && codePoint <= 0xfe0f) return true
  if (codePoint >= 0xfff0 && codePoint <= 0xfffb) return true
  return codePoint >= 0xe0000
}
