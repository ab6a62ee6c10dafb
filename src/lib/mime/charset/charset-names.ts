import { codePages } from './code-pages.ts'

/** Labels that occur in mail and that the platform's decoder does not know, or knows too narrowly. */
const aliases: Readonly<Record<string, string>> = {
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'gb-2312': 'gb18030',
  gb231280: 'gb18030',
  'gb-2312-80': 'gb18030',
  'gb2312-80': 'gb18030',
  'euc-cn': 'gb18030',
  'x-euc-cn': 'gb18030',
  euccn: 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  'x-gbk': 'gb18030',
  'hz-gb2312': 'hz-gb-2312',
  hz: 'hz-gb-2312',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  iso2022jp: 'iso-2022-jp',
  jis: 'iso-2022-jp',
  jis7: 'iso-2022-jp',
  'x-jis': 'iso-2022-jp',
  'iso-ir-87': 'iso-2022-jp',
  csiso2022jp2: 'iso-2022-jp',
  cp932: 'shift_jis',
  cswindows31j: 'shift_jis',
  'shift-jisx0213': 'shift_jis',
  cp51932: 'euc-jp',
  eucjp: 'euc-jp',
  'eucjp-ms': 'euc-jp',
  'euc-jisx0213': 'euc-jp',
  ujis: 'euc-jp',
  euckr: 'euc-kr',
  'x-euc-kr': 'euc-kr',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  'ks-c-5601': 'euc-kr',
  'ks-c-5601-1987': 'euc-kr',
  ksc5601: 'euc-kr',
  cp950: 'big5',
  'big5-hkscs': 'big5',
  'big-5': 'big5',
  hkscs: 'big5',
  'big5-eten': 'big5',
  'cesu-8': 'utf-8',
  'iso-10646-utf-8': 'utf-8',
  'iso-10646/utf8': 'utf-8',
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
  'ansi-1252': 'windows-1252',
  'windows-ansi': 'windows-1252',
  'x-ansi': 'windows-1252',
  western: 'windows-1252',
  cp819: 'iso-8859-1',
  'windows-819': 'iso-8859-1',
  latin7: 'iso-8859-13',
  latin8: 'iso-8859-14',
  latin9: 'iso-8859-15',
  latin0: 'iso-8859-15',
  latin10: 'iso-8859-16',
  'iso-8859-9e': 'iso-8859-9',
  koi8: 'koi8-r',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  utf16: 'utf-16',
  'ucs-2le': 'utf-16le',
  'ucs-2be': 'utf-16be',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  'windows-1200': 'utf-16le',
  'windows-1201': 'utf-16be',
  utf32: 'utf-32',
  'ucs-4': 'utf-32',
  'iso-10646-ucs-4': 'utf-32',
  csucs4: 'utf-32',
  utf32le: 'utf-32le',
  'ucs-4le': 'utf-32le',
  utf32be: 'utf-32be',
  'ucs-4be': 'utf-32be',
  'windows-12000': 'utf-32le',
  'windows-12001': 'utf-32be',
  cp437: 'ibm437',
  437: 'ibm437',
  'windows-437': 'ibm437',
  cp850: 'ibm850',
  850: 'ibm850',
  'windows-850': 'ibm850',
  cp858: 'ibm858',
  cp00858: 'ibm858',
  ccsid00858: 'ibm858',
  'windows-858': 'ibm858',
  'pc-multilingual-850+euro': 'ibm858',
  'windows-737': 'ibm737',
  'windows-775': 'ibm775',
  'windows-855': 'ibm855',
  'windows-862': 'ibm862',
  'windows-10000': 'macintosh',
  'windows-10007': 'x-mac-cyrillic',
  'x-mac-icelandic': 'macintosh',
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
  'iso-ir-6',
  'us',
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
const ownCharsets = new Set([
  'utf-7',
  'utf-32',
  'utf-32le',
  'utf-32be',
  'hz-gb-2312',
  'iso-2022-kr',
  'iso-2022-cn',
  ...Object.keys(codePages),
])

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

/** `charset="charset=utf-8"`, `'utf-8' format=flowed`, "ISO_8859-1:1987": the name alone, with dashes. */
const labelOf = (declared: string): string =>
  (
    /[^\s"';,*()<>]+/.exec(
      declared
        .slice(0, 80)
        .toLowerCase()
        .replace(/^["'\s]*charset\s*=/, ''),
    )?.[0] ?? ''
  )
    .replace(/:\d{4}$/, '')
    .replaceAll('_', '-')

/** "cp-1252", "win1251", "latin-2", "8859-1", "iso-2022-jp-ms", "utf-8-sig" in the spelling of the list. */
function spelledOut(label: string): string {
  if (/^(?:x-|-)?iso-2022-jp/.test(label)) return 'iso-2022-jp'
  if (/^(?:x-)?utf-?8(?:$|[^\d])/.test(label)) return 'utf-8'
  const windows = /^(?:x-)?(?:cp|win|windows|ms|dos|ibm|x-cp)-?(\d{3,5})$/.exec(label)?.[1]
  const page = windows === undefined ? undefined : `ibm${windows.replace(/^00/, '')}`
  if (page !== undefined && page in codePages) return page
  if (windows !== undefined) return aliases[`windows-${windows}`] ?? `windows-${windows}`
  const latin = /^(?:x-)?(?:iso-?)?8859-?(\d{1,2})(-[ei])?$/.exec(label)
  if (latin !== null) return `iso-8859-${latin[1] ?? ''}${latin[2] ?? ''}`
  const latinName = /^(?:x-)?latin-?(\d{1,2})$/.exec(label)?.[1]
  return latinName === undefined ? label : (aliases[`latin${latinName}`] ?? `latin${latinName}`)
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
