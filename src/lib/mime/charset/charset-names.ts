import { codePages } from './code-pages.ts'

/** Labels that occur in mail and that the platform's decoder does not know, or knows too narrowly. */
const aliases: Readonly<Record<string, string>> = {
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'gb-2312': 'gb18030',
  gb231280: 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  'x-gbk': 'gb18030',
  'hz-gb2312': 'hz-gb-2312',
  hz: 'hz-gb-2312',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp932: 'shift_jis',
  'shift-jisx0213': 'shift_jis',
  cp51932: 'euc-jp',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  'ks-c-5601': 'euc-kr',
  'ks-c-5601-1987': 'euc-kr',
  ksc5601: 'euc-kr',
  cp950: 'big5',
  'big5-hkscs': 'big5',
  'big-5': 'big5',
  utf8mb4: 'utf-8',
  cp65001: 'utf-8',
  'windows-65001': 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  utf7: 'utf-7',
  'unicode-1-1-utf-7': 'utf-7',
  'unicode-2-0-utf-7': 'utf-7',
  'x-unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  csunicode11utf7: 'utf-7',
  'windows-65000': 'utf-7',
  ansi: 'windows-1252',
  'iso-8859-1-windows-3.1-latin-1': 'windows-1252',
  cp437: 'ibm437',
  437: 'ibm437',
  'windows-437': 'ibm437',
  cp850: 'ibm850',
  850: 'ibm850',
  'windows-850': 'ibm850',
  cp852: 'ibm852',
  852: 'ibm852',
  'windows-852': 'ibm852',
  cp857: 'ibm857',
  'windows-857': 'ibm857',
  cp866: 'ibm866',
  'windows-866': 'ibm866',
  'windows-874': 'windows-874',
  'windows-932': 'shift_jis',
  'windows-936': 'gb18030',
  'windows-949': 'euc-kr',
  'windows-950': 'big5',
  'windows-20127': 'us-ascii',
  'windows-20866': 'koi8-r',
  'windows-21866': 'koi8-u',
  'windows-28591': 'iso-8859-1',
  'windows-28592': 'iso-8859-2',
  'windows-28605': 'iso-8859-15',
  'windows-50220': 'iso-2022-jp',
  'windows-51932': 'euc-jp',
  'windows-54936': 'gb18030',
  'mac-roman': 'macintosh',
  'apple-roman': 'macintosh',
  'x-mac-ce': 'x-mac-centraleurroman',
  'x-mac-centraleurope': 'x-mac-centraleurroman',
  'mac-centraleurope': 'x-mac-centraleurroman',
  maccentraleurope: 'x-mac-centraleurroman',
  'x-mac-ukrainian': 'x-mac-cyrillic',
  'mac-cyrillic': 'x-mac-cyrillic',
  macgreek: 'x-mac-greek',
  macturkish: 'x-mac-turkish',
}

/** Says nothing about bytes beyond ASCII: those are looked at. */
const undeclared = new Set([
  '',
  'us-ascii',
  'usascii',
  'ascii',
  'ansi-x3.4-1968',
  'ansi-x3.4-1986',
  'iso646-us',
  'iso-646.irv:1991',
  '7bit',
  '8bit',
  'binary',
  'default',
  'none',
  'unknown',
  'x-unknown',
  'unknown-8bit',
  'x-user-defined',
])

/** Charsets that are decoded here, because the platform refuses them. */
const ownCharsets = new Set(['utf-7', 'hz-gb-2312', 'iso-2022-kr', ...Object.keys(codePages)])

/**
 * The charset that a label means (RFC 2978, and what programs really write), in a form that `decodeText` knows; null for
 * none that says anything.
 */
export function charsetOf(declared: string): string | null {
  const label = labelOf(declared)
  if (undeclared.has(label)) return null
  const found = aliases[label] ?? spelledOut(label)
  if (undeclared.has(found)) return null
  return ownCharsets.has(found) || isKnown(found) ? found : null
}

/** Whether this is the name of a charset, of one that is none ("unknown-8bit") as well. */
export const isCharset = (declared: string): boolean =>
  charsetOf(declared) !== null || undeclared.has(labelOf(declared))

const labelOf = (declared: string): string =>
  (declared.slice(0, 80).toLowerCase().split(/[;,*]/, 1)[0] ?? '').replaceAll(/["'\s]/g, '').replaceAll('_', '-')

/** "cp-1252", "win1251", "latin-2", "8859-1", "iso-2022-jp-ms" in the spelling of the list. */
function spelledOut(label: string): string {
  if (/^(?:x-|-)?iso-2022-jp/.test(label)) return 'iso-2022-jp'
  const windows = /^(?:x-)?(?:cp|win|windows|ms|x-cp)-?(\d{3,5})$/.exec(label)?.[1]
  if (windows !== undefined) return aliases[`windows-${windows}`] ?? `windows-${windows}`
  const latin = /^(?:x-)?(?:iso-?)?8859-?(\d{1,2})(-[ei])?$/.exec(label)
  if (latin !== null) return `iso-8859-${latin[1] ?? ''}${latin[2] ?? ''}`
  return label.replace(/^latin-(\d)$/, 'latin$1')
}

function isKnown(label: string): boolean {
  if (isKnownAs(label)) return true
  // The list of the Encoding Standard has some names with an underscore.
  return isKnownAs(label.replaceAll('-', '_'))
}

function isKnownAs(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== 'x-user-defined'
  } catch {
    return false
  }
}
