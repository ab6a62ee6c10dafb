import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes } from '../../bytes/index.ts'
import { createTransferDecoder, decodeTextBody } from './decode-transfer.ts'
import { transferEncodingOf, type TransferEncoding } from './transfer-encoding.ts'

const decode = (text: string, encoding: TransferEncoding, chunkBytes = 1_000): Uint8Array => {
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'))
  const decoder = createTransferDecoder(encoding)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes)
    pieces.push(decoder.push(bytes.subarray(at, at + chunkBytes)).slice())
  return concatBytes(...pieces, decoder.end())
}

describe('a transfer encoding is undone', () => {
  test('for base64 of any bytes, however it is cut and broken into lines', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (bytes, chunkBytes) => {
        const text = Buffer.from(bytes)
          .toString('base64')
          .replaceAll(/.{1,10}/g, '$&\r\n')
        expect(decode(text, 'base64', chunkBytes)).toEqual(new Uint8Array(bytes))
      }),
    )
  })

  test.each([
    ['a=3Db', 'a=b'],
    ['soft=\r\nbreak', 'softbreak'],
    ['bare=\nbreak', 'barebreak'],
    ['=c3=BC', 'Ã¼'],
    ['stray = sign', 'stray = sign'],
    ['=ZZ', '=ZZ'],
    // The line end before a boundary belongs to the boundary, so this is a soft line break.
    ['end=', 'end'],
    ['end=4', 'end=4'],
    ['soft=\rbreak', 'softbreak'],
  ])('for quoted-printable %j', (text, expected) => {
    for (const chunkBytes of [1, 2, 3, 1_000])
      expect(Buffer.from(decode(text, 'quoted-printable', chunkBytes)).toString('latin1')).toBe(expected)
  })

  test('for parts that have none', () => {
    expect(decode('as it is\r\n', 'identity')).toHaveLength(10)
  })

  test.each([
    [
      'of stray characters',
      'SGVsbG8gd29ybGQsIHRoaXMg!aXMgYSBsb25nIGxpbmUgb2Y*gdGV4dA==',
      'Hello world, this is a long line of text',
    ],
    ['of pieces that were encoded apart', 'SGVsbG8g\r\nd29y\r\nbGQ=\r\nIQ==\r\n', 'Hello world!'],
    ['of nothing but a short last line', 'SGVsbG8=', 'Hello'],
    ['without padding', 'SGVsbG8', 'Hello'],
    ['of padding in the middle of a line', 'SGVsbG8=IHdvcmxk', 'Hello world'],
    ['of lines cut anywhere', 'SGVsb\r\n\r\nG8gd2\r\n9ybG\r\nQ=\r\n', 'Hello world'],
    ['of the letters for addresses', 'SGVsbG8gd29ybGQg_v8-_w\r\n', 'Hello world \u00fe\u00ff>\u00ff'],
  ])('for base64 in spite %s', (_what, text, expected) => {
    for (const chunkBytes of [1, 7, 1_000])
      expect(Buffer.from(decode(text, 'base64', chunkBytes)).toString('latin1')).toBe(expected)
  })

  test('for uuencoded parts, whatever follows their end', () => {
    const text = 'begin 644 a.txt\r\n%:&5L;&\\\r\n \r\nend\r\n-- \r\nfooter\r\n'
    for (const chunkBytes of [1, 5, 1_000])
      expect(Buffer.from(decode(text, 'uuencode', chunkBytes)).toString('latin1')).toBe('hello')
  })
})

describe('what says base64 and is none', () => {
  test.each([
    'Sehr geehrte Damen und Herren,\r\n\r\nanbei.\r\n',
    'Hallo\r\n',
    'Hallo\r\n\r\nanbei der Befund.\r\n',
    '<html><body>Hallo</body></html>\r\n',
    'From: a@example.org\r\nSubject: x\r\n\r\nSGVsbG8gd29ybGQsIHRoaXMgaXMgYSBsb25nIGxpbmUgb2YgdGV4dA==\r\n',
    `<p>${'words and more '.repeat(700)}</p>\r\n`,
    'words and more\r\n'.repeat(700),
  ])('stays as it is: %.40j', (text) => {
    for (const chunkBytes of [1, 7, 5_000, 100_000])
      expect(Buffer.from(decode(text, 'base64', chunkBytes)).toString('latin1')).toBe(text)
  })

  test('keeps a few lines of text in front of data apart, of a body that is shown', () => {
    const encoded = Buffer.from('Grüße aus München und von überall').toString('base64')
    const { bytes, preface } = decodeTextBody(Buffer.from(`Scanned by example.\r\n\r\n${encoded}\r\n`), 'base64')
    expect(Buffer.from(bytes).toString()).toBe('Grüße aus München und von überall')
    expect(Buffer.from(preface).toString()).toBe('Scanned by example.\r\n\r\n')
  })
})

test.each([
  ['(comment) base64', 'base64'],
  ['Base_64', 'base64'],
  ['"quoted-printable"', 'quoted-printable'],
  ['quoted/printable', 'quoted-printable'],
  ['quoted_printable', 'quoted-printable'],
  ['8-bit', 'identity'],
  ['x-unheard-of', 'identity'],
  ['', 'identity'],
])('a transfer encoding written as %j is %s', (written, encoding) => {
  expect(transferEncodingOf(written)).toBe(encoding)
})

describe('what others wrote behind base64', () => {
  const encoded = Buffer.from('Grüße aus München').toString('base64')
  const read = (text: string) => {
    const { bytes, footer } = decodeTextBody(Buffer.from(text), 'base64')
    return [Buffer.from(bytes).toString(), Buffer.from(footer).toString()]
  }

  test.each([
    ['_______________________________________________\r\nliste@example.org\r\n'],
    ['-- \r\nGeprüft von Scanner\r\n'],
    ['Regards\r\n'],
    ['Liste\r\nhttps://example.org\r\n'],
    ['Viele Worte ohne jedes Zeichen das es nicht auch in base64 gibt\r\n'],
  ])('is text, and spoils nothing: %j', (footer) => {
    expect(read(`${encoded}\r\n${footer}`)).toEqual(['Grüße aus München', footer])
    expect(read(`${encoded}\r\n\r\n${footer}`)).toEqual(['Grüße aus München', footer])
  })

  test('is found where the data needs no padding', () => {
    const whole = Buffer.from('Hello world! Abc').toString('base64').replaceAll('=', '')
    expect(read(`${Buffer.from('Hello world!').toString('base64')}\r\n____\r\nList\r\n`)).toEqual([
      'Hello world!',
      '____\r\nList\r\n',
    ])
    expect(read(`${whole}\r\nOne two three\r\n`)[1]).toBe('One two three\r\n')
  })

  test('is no part of a file', () => {
    expect(Buffer.from(decode(`${encoded}\r\n____\r\nfooter`, 'base64')).toString()).toBe('Grüße aus München')
  })
})
