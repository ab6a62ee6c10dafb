import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pdfTools } from '../../../../test/harness/pdf-tools.ts'
import { chooseFace } from './choose-face.ts'
import type { FaceName } from './font-files.ts'
import { ownFontScripts } from './scripts.ts'
import { shapeText } from './shape-text.ts'
import { isUndrawable } from './undrawable.ts'

const wish = { isBold: false, isItalic: false, isMono: false }
const samples: Record<string, string> = {
  armenian: 'Բարեւ',
  bengali: 'নমস্কার',
  ethiopic: 'ሰላም',
  georgian: 'გამარჯობა',
  gujarati: 'નમસ્તે',
  gurmukhi: 'ਸ੍ਰੀ',
  kannada: 'ನಮಸ್ಕಾರ',
  khmer: 'ខ្ញុំចង់បាន',
  lao: 'ສະບາຍດີ',
  malayalam: 'നമസ്കാരം',
  myanmar: 'ကျေးဇူးတင်ပါတယ်',
  oriya: 'ନମସ୍କାର',
  sinhala: 'කොහොමද',
  syriac: 'ܫܠܡܐ',
  tamil: 'கொடு',
  telugu: 'నమస్కారం',
  thaana: 'އައްސަލާމު',
  thai: 'ยาวันละหนึ่งเม็ด',
  tibetan: 'བཀྲ་ཤིས',
}
const { faces } = pdfTools
const writing = { faces, han: 'chinese' } as const
const letters = Array.from({ length: 0x1_ffff - 0x300 }, (_, index) => index + 0x300)

const openFace = (name: FaceName) => faces.open(name) ?? faces.plain

const shape = (text: string, name: FaceName) =>
  shapeText(text, openFace(name), { isRightToLeft: false, mirror: () => null })

describe('scripts with a font of their own', () => {
  it.each(ownFontScripts)('%s is drawn with it, ordinary and bold, without an empty box', (script) => {
    const text = samples[script] ?? ''
    expect(text).not.toBe('')
    expect(isUndrawable(text, writing)).toBe(false)
    for (const isBold of [false, true]) {
      const face = chooseFace(text.codePointAt(0) ?? 0, { ...wish, isBold }, { faces, before: null, han: 'chinese' })
      expect(face?.name).toBe(isBold ? `${script}-bold` : script)
      const { cells } = shape(text, isBold ? `${script}-bold` : script)
      expect(cells.filter(({ glyphId }) => glyphId === 0)).toEqual([])
      expect(cells.map((cell) => cell.text).join('')).not.toBe('')
    }
  })

  it('are shaped by their rules, and give back the text they were made of', () => {
    // Vowels that stand before the consonant they are written after, and consonants stacked under each other.
    expect(shape('கொ', 'tamil').cells.length).toBe(3)
    expect(shape('ক্ষ', 'bengali').cells.length).toBe(1)
    expect(shape('ခင်္', 'myanmar').cells.length).toBeLessThan([...'ခင်္'].length)
    const texts = ownFontScripts.map((script) => shape(samples[script] ?? '', script).cells.map((cell) => cell.text))
    expect(texts.map((parts) => parts.join(''))).toEqual(ownFontScripts.map((script) => samples[script]))
  })

  it('are never the reason why a message cannot be printed, whatever stands beside what', () => {
    for (const script of ownFontScripts) {
      const characters = letters.filter((code) => openFace(script).cell(code) !== null)
      const text = fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 12 })
      fc.assert(
        fc.property(text, (codes) => shape(String.fromCodePoint(...codes), script).width >= 0),
        { numRuns: 60, seed: 1 },
      )
    }
  })
})

describe('what no font has', () => {
  it.each(['ᠮᠣᠩᠭᠣᠯ', '\ue000', '\u{13000}'])('%j is known to be undrawable', (text) => {
    expect(isUndrawable(text, writing)).toBe(true)
    expect(isUndrawable('Grüße, Ελλάδα, Привет, हिन्दी, שלום, سلام, 中文, かな, 한글, 😀 \u200b\ufeff', writing)).toBe(
      false,
    )
  })
})
