import { scriptOf } from '../fonts/scripts.ts'

// Japanese and Chinese rules (JIS X 4051): what never begins a line, what never ends one.
const neverFirst = new Set(
  '、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〕〉》〗〙’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥!%),.:;?]}»›',
)
const neverLast = new Set('（［｛「『【〔〈《〖〘‘“([{«‹$£¥')
const afterInLongWord = new Set('/?&=#_.,;:%@+-|')
const longWord = 24

/**
 * Whether a line may end between two characters that are not spaces. A small part of the Unicode algorithm (UAX 14):
 * after hyphens, between Han and kana, around emoji, and after punctuation inside addresses and other long words.
 */
export function mayBreakBetween(before: string, after: string, wordLength: number): boolean {
  const left = before.codePointAt(0) ?? 0
  const right = after.codePointAt(0) ?? 0
  if (left === 0x200b) return true
  if (left < 0x300 && right < 0x300) return breaksInWord(before, right, wordLength)
  if (isGlue(left) || isGlue(right)) return false
  if (neverFirst.has(after) || neverLast.has(before)) return false
  if (isEastern(left) || isEastern(right)) return true
  if (left === 0x2014 || left === 0x2013 || left === 0x2010) return true
  return wordLength > longWord && afterInLongWord.has(before)
}

function breaksInWord(before: string, right: number, wordLength: number): boolean {
  if (wordLength > longWord && afterInLongWord.has(before)) return true
  return (
    before === '-' &&
    wordLength > 2 &&
    ((right >= 0x41 && right <= 0x5a) || (right >= 0x61 && right <= 0x7a) || right >= 0xc0)
  )
}

// No-break space, joiners, selectors, skin tones and combining marks belong to their neighbours.
function isGlue(code: number): boolean {
  if (code === 0xa0 || code === 0x202f || code === 0x2060 || code === 0xfeff || code === 0x200d || code === 0x2011)
    return true
  if (code >= 0x300 && code <= 0x36f) return true
  return (
    (code >= 0xfe00 && code <= 0xfe0f) ||
    (code >= 0x1f3fb && code <= 0x1f3ff) ||
    (code >= 0x1f1e6 && code <= 0x1f1ff) ||
    code >= 0xe0000
  )
}

function isEastern(code: number): boolean {
  const script = scriptOf(code)
  return script === 'han' || script === 'kana' || script === 'emoji'
}
