import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCharset } from './charset-names.ts'
import { decodeText } from './decode-text.ts'

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'))

describe('a charset that is declared', () => {
  test.each([
    ['gb2312', 'c4e3bac3', '你好'],
    ['GBK', 'c4e3bac3a3ac', '你好，'],
    ['cp936', 'c4e3bac3', '你好'],
    ['hz-gb-2312', '7e7b447a3a437e7d', '您好'],
    ['iso-2022-kr', '1b2429430e304b3b670f20', '검사 '],
    ['iso-2022-cn', '1b2429410e44633a430f20', '你好 '],
    ['ks_c_5601-1987', 'b0cbbbe7', '검사'],
    ['x-mac-ce', '8a9f', 'äü'],
    ['macintosh', '8a9f', 'äü'],
    ['cp850', '8481', 'äü'],
    ['win-1251', 'cff0e8', 'При'],
    ['8859-2', 'b1e6', 'ąć'],
    ['"iso-8859-15"', 'a4', '€'],
    ['ISO_8859-1', 'e4', 'ä'],
    ['cp-1252', '80', '€'],
    ['utf8', 'c3a4', 'ä'],
    ['unicode-1-1-utf-7', '2b4150592d', 'ö'],
  ])('as %s reads %s', (charset, bytes, text) => {
    expect(decodeText(hex(bytes), charset)).toBe(text)
  })

  test.each(['gb2312', 'big5', 'euc-kr', 'shift_jis', 'euc-jp', 'iso-8859-1', 'windows-1252', 'koi8-r', 'cp850'])(
    'as %s is not believed where the bytes are UTF-8',
    (charset) => {
      for (const text of ['您好，报告已完成。', 'Grüße aus Köln', 'Результаты анализов', '検査', 'naïve façade'])
        expect(decodeText(utf8(text), charset)).toBe(text)
    },
  )

  test.each([
    ['gb2312', 'd2bbb6fec8fd', '一二三'],
    // Valid UTF-8 by chance, as short texts of two bytes a letter may be.
    ['gb2312', 'c4bf', '目'],
    ['gb2312', 'cfb5cdb3', new TextDecoder('gb18030').decode(hex('cfb5cdb3'))],
    ['euc-kr', 'c7d1b1b9', '한국'],
    ['big5', 'a4a4a4e5', '中文'],
  ])('as %s is believed where %s may well be that', (charset, bytes, text) => {
    expect(decodeText(hex(bytes), charset)).toBe(text)
  })

  test('as UTF-8 is not believed where hardly anything is', () => {
    expect(decodeText(latin1('Grüße aus Köln'), 'utf-8')).toBe('Grüße aus Köln')
    expect(decodeText(hex('c3a4ffc3b6c3bc'), 'utf-8')).toBe('ä\ufffdöü')
  })

  test('as UTF-8 is believed of the words that are', () => {
    expect(decodeText(hex('67c3bc6e 20 67fc6e 20 776569df'.replaceAll(' ', '')), 'utf-8')).toBe('gün gün weiß')
  })

  test.each(['', 'us-ascii', 'unknown-8bit', 'x-unknown', 'no-such-charset', '8bit'])(
    'as %j says nothing: the bytes are asked',
    (charset) => {
      expect(decodeText(utf8('Grüße'), charset)).toBe('Grüße')
      expect(decodeText(latin1('Grüße'), charset)).toBe('Grüße')
      expect(decodeText(latin1('\u001b$B8!::\u001b(B'), charset)).toBe('検査')
    },
  )
})

describe('wide characters', () => {
  const order = (bytes: Buffer, width: number, isLittle: boolean): Uint8Array =>
    new Uint8Array(isLittle ? bytes : width === 2 ? bytes.swap16() : bytes.swap32())
  const utf16 = (text: string, isLittle: boolean): Uint8Array => order(Buffer.from(text, 'utf16le'), 2, isLittle)
  const utf32 = (text: string, isLittle: boolean): Uint8Array => {
    const bytes = Buffer.alloc([...text].length * 4)
    for (const [index, letter] of [...text].entries()) bytes.writeUInt32LE(letter.codePointAt(0) ?? 0, index * 4)
    return order(bytes, 4, isLittle)
  }
  const text = 'Grüße aus Köln, 10 € 🙂\r\n'
  const written: readonly (readonly [string, Uint8Array])[] = [true, false].flatMap((isLittle) => [
    [`UTF-16 ${isLittle}`, utf16(text, isLittle)] as const,
    [`UTF-32 ${isLittle}`, utf32(text, isLittle)] as const,
    [`UTF-16 with a mark ${isLittle}`, utf16(`\ufeff${text}`, isLittle)] as const,
    [`UTF-32 with a mark ${isLittle}`, utf32(`\ufeff${text}`, isLittle)] as const,
  ])

  test.each(written)('are found as %s under any name', (_what, bytes) => {
    const names = ['', 'utf-8', 'iso-8859-1', 'utf-16', 'utf-16le', 'UTF-16BE', 'utf-32', 'ucs-2', 'unicode', 'gb2312']
    for (const name of names) expect(decodeText(bytes, name)).toBe(text)
  })

  test.each(['utf-16', 'utf-16le', 'utf-32', 'ucs-4'])('are not found in other text that says %s', (name) => {
    expect(decodeText(utf8(text), name)).toBe(text)
    expect(decodeText(latin1('Grüße aus Köln'), name)).toBe('Grüße aus Köln')
  })

  test('without a zero, a mark or an order come in the order of the network', () => {
    expect(decodeText(utf16('検査結果', false), 'utf-16')).toBe('検査結果')
    expect(decodeText(utf16('検査結果', true), 'utf-16le')).toBe('検査結果')
  })

  test('are no letters that happen to stand beside a zero', () => {
    expect(decodeText(latin1('a\0'), '')).toBe('a\0')
    expect(decodeText(latin1('Befund\0Müller\0'), 'iso-8859-1')).toBe('Befund\0Müller\0')
  })
})

test('a mark of UTF-8 at the beginning is not shown, whatever is declared', () => {
  for (const name of ['', 'utf-8', 'iso-8859-1', 'gb2312', 'us-ascii'])
    expect(decodeText(utf8('\ufeffGrüße'), name)).toBe('Grüße')
})

test.each([
  ['ISO_8859-1:1987', 'e4', 'ä'],
  ['"utf-8"; format=flowed', 'c3a4', 'ä'],
  ['charset=iso-8859-2', 'b1', 'ą'],
  ['utf-8 format=flowed', 'c3a4', 'ä'],
  ['UTF-8-SIG', 'c3a4', 'ä'],
  ['x-utf8', 'c3a4', 'ä'],
  ['latin-9', 'a4', '€'],
  ['csWindows31J', '8cbb', '現'],
  ['x-sjis', '8cbb', '現'],
  ['ms_kanji', '8cbb', '現'],
  ['eucJP', 'b8a1', '検'],
  ['EUC-CN', 'c4e3', '你'],
  ['GB_2312-80', 'c4e3', '你'],
  ['x-euc-kr', 'b0cb', '검'],
  ['iso2022jp', '1b2442382121281b2842', '検；'],
  ['DOS-850', '84', 'ä'],
  ['cp858', 'd5', '€'],
  ['IBM00858', 'd5', '€'],
  ['cp737', '80', 'Α'],
  ['cp775', '83', 'ā'],
  ['ibm855', 'a0', 'а'],
  ['cp862', '80', 'א'],
  ['koi8r', 'c1', 'а'],
  ['iso-8859-8-i', 'e0', 'א'],
  ['iso-8859-6-e', 'c7', 'ا'],
])('a charset written as %s reads %s', (charset, bytes, text) => {
  expect(decodeText(hex(bytes), charset)).toBe(text)
})

describe('UTF-7', () => {
  test.each([
    ['Fr+APY-sche', 'Frösche'],
    ['1 +- 1', '1 + 1'],
    ['+2D3eSQ- x', '🙉 x'],
    ['a+b', 'a+b'],
    ['+', '+'],
    ['+APY', 'ö'],
  ])('%s is %s', (written, text) => {
    expect(decodeText(utf8(written), 'utf-7')).toBe(text)
  })
})

describe('Japanese with switches', () => {
  test('shows no damage where one switch follows another', () => {
    expect(decodeText(latin1('\u001b$B8!::\u001b(B\u001b$B7k2L\u001b(B ok'), 'iso-2022-jp')).toBe('検査結果 ok')
  })

  test('is something else when it has an eighth bit', () => {
    expect(decodeText(utf8('検査'), 'iso-2022-jp')).toBe('検査')
  })
})

test('names of charsets are told from what is none', () => {
  for (const name of ['utf-8', 'UTF-7', 'x-mac-ce', 'unknown-8bit', 'hz-gb-2312']) expect(isCharset(name)).toBe(true)
  for (const name of ['klingon', 'utf-9', 'iso-2022-cn-ext']) expect(isCharset(name)).toBe(false)
})

test('no bytes under any name make it throw', () => {
  const names = fc.constantFrom(
    'utf-7',
    'hz',
    'iso-2022-kr',
    'iso-2022-jp',
    'gb2312',
    'big5',
    'cp850',
    'utf-16',
    'x',
    '',
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), names, (bytes, name) => {
      expect(typeof decodeText(bytes, name)).toBe('string')
    }),
  )
})
