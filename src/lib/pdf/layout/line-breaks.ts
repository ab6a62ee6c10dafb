import { scriptOf } from '../fonts/scripts.ts'

const codes = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (one) => one.codePointAt(0) ?? 0))

// Japanese and Chinese rules (JIS X 4051): what never begins a line, what never ends one.
const neverFirst = codes(
  '、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〕〉》〗〙’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥!%),.:;?]}»›',
)
const neverLast = codes('（［｛「『【〔〈《〖〘‘“([{«‹$£¥')
const afterInLongWord = codes('/?&=#_.,;:%@+-|')
const longWord = 24
const hyphen = 0x2d

/**
 * Whether a line may end between two characters that are not spaces. A small part of the Unicode algorithm (UAX 14):
 * after hyphens, between Han and kana, around emoji, and after punctuation inside addresses and other long words.
 */
export function mayBreakBetween(before: number, after: number, wordLength: number): boolean {
  if (before < 0x300 && after < 0x300) {
    if (before === hyphen && wordLength > 2) return isLetter(after)
    return wordLength > longWord && afterInLongWord.has(before)
  }
  // After the marks that part syllables in Tibetan and words in Ethiopic.
  if (before === 0x200b || before === 0xf0b || before === 0x1361) return true
  if (isGlue(before) || isGlue(after)) return false
  if (neverFirst.has(after) || neverLast.has(before)) return false
  if (isEastern(before) || isEastern(after)) return true
  if (before === 0x2014 || before === 0x2013 || before === 0x2010) return true
  return wordLength > longWord && afterInLongWord.has(before)
}

// "E-Mail" may be parted, "-5" and "2026-03-12" may not.
function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code >= 0xc0
}

// No-break space, joiners, selectors, skin tones and combining marks belong to their neighbours.
function isGlue(code: number): boolean {
  if (code === 0xa0 || code === 0x202f || code === 0x200d || code === 0x2011) return true
  if (code === 0xfeff || (code >= 0x2060 && code <= 0x206f) || (code >= 0x300 && code <= 0x36f)) return true
  if (code >= 0xfe00 && code <= 0xfe0f) return true
  return (code >= 0x1f3fb && code <= 0x1f3ff) || (code >= 0x1f1e6 && code <= 0x1f1ff) || code >= 0xe0000
}

function isEastern(code: number): boolean {
  const script = scriptOf(code)
  return script === 'han' || script === 'kana' || script === 'emoji'
}
