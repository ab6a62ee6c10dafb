import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../bytes/index.ts'
import { decodeWords, parseAddressList, readFields } from './index.ts'

const mailbox = (name: string, address: string) => ({ kind: 'mailbox', name, address })

describe('parseAddressList', () => {
  test.each([
    ['john@example.com', [mailbox('', 'john@example.com')]],
    ['John Doe <john@example.com>', [mailbox('John Doe', 'john@example.com')]],
    ['"Joe Q. Public" <john.q.public@example.com>', [mailbox('Joe Q. Public', 'john.q.public@example.com')]],
    ['John Q. Public <john@example.com>', [mailbox('John Q. Public', 'john@example.com')]],
    [
      'Mary Smith <mary@x.test>, jdoe@example.org',
      [mailbox('Mary Smith', 'mary@x.test'), mailbox('', 'jdoe@example.org')],
    ],
    ['"Giant; \\"Big\\" Box" <sysservices@example.net>', [mailbox('Giant; "Big" Box', 'sysservices@example.net')]],
    ['Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>', [mailbox('Pete', 'pete@silly.test')]],
    ['john@example.com (John Doe)', [mailbox('John Doe', 'john@example.com')]],
    ['Undisclosed recipients:;', [{ kind: 'group', name: 'Undisclosed recipients', members: [] }]],
    [
      'A Group:Ed Jones <c@a.test>,joe@where.test;',
      [{ kind: 'group', name: 'A Group', members: [mailbox('Ed Jones', 'c@a.test'), mailbox('', 'joe@where.test')] }],
    ],
    ['Mary Smith <@node.test:mary@example.net>', null],
    ['jdoe@test  . example', [mailbox('', 'jdoe@test.example')]],
    [', , a@b.test, ,c@d.test,', [mailbox('', 'a@b.test'), mailbox('', 'c@d.test')]],
    ['"a"@b.test', [mailbox('', 'a@b.test')]],
    ['"a b"@c.test', [mailbox('', '"a b"@c.test')]],
    ['a@[192.0.2.1]', [mailbox('', 'a@[192.0.2.1]')]],
    ['=?utf-8?q?J=C3=BCrgen_Gro=C3=9F?= <j@b.test>', [mailbox('Jürgen Groß', 'j@b.test')]],
    ['"=?utf-8?Q?admin=40bank?=" <j@b.test>', [mailbox('admin@bank', 'j@b.test')]],
    ['Jürgen <jürgen@bücher.test>', [mailbox('Jürgen', 'jürgen@bücher.test')]],
    ['', []],
    [' (nobody) ', []],
  ])('reads %s', (text, entries) => {
    expect(parseAddressList(text)).toEqual(entries)
  })

  test.each([
    'john',
    'john@',
    '@example.com',
    'John <john@example.com',
    'John john@example.com>',
    'John <john@example.com> x',
    'john@example.com evil.test',
    'john smith@example.com',
    'a@b.test c@d.test',
    'a@b@c.test',
    '<a@b.test>,<c@d.test',
    'a..b@c.test',
    '.a@c.test',
    'a.@c.test',
    'a@.c.test',
    '"a".b@c.test',
    '"unclosed <a@b.test>',
    'a (unclosed @b.test',
    'a@[unclosed',
    'a@b.test\0',
    'a@b.test\r\nX: y',
    'G:H:a@b.test;;',
    'G:a@b.test',
    'a@b.test;',
    ':a@b.test;',
    '\\a@b.test',
    `${'('.repeat(30)}${')'.repeat(30)} a@b.test`,
    'a@b.test,'.repeat(5001),
  ])('refuses %j', (text) => {
    expect(parseAddressList(text)).toBeNull()
  })

  test('never throws, and every address it gives is read again as that one mailbox', () => {
    const near = fc.array(
      fc.constantFrom('a', '"', '<', '>', '@', '.', '(', ')', ',', ';', ':', '\\', ' ', '[', ']', 'ü', '=?'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          near.map((parts) => parts.join('')),
        ),
        (text) => {
          for (const entry of parseAddressList(text) ?? []) {
            for (const { address } of entry.kind === 'group' ? entry.members : [entry]) {
              expect(parseAddressList(address)).toEqual([mailbox('', address)])
            }
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a long list of opened brackets, quotes and comments costs no more than its length', () => {
    for (const part of ['(', '"', '<', '[', '\\', '=?utf-8?q?', ':', ',']) parseAddressList(part.repeat(100_000))
  })
})

describe('decodeWords', () => {
  test.each([
    ['plain', 'plain'],
    ['=?utf-8?B?w6TDtsO8?=', 'äöü'],
    ['=?ISO-8859-1?Q?a?= b', 'a b'],
    ['=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=', 'ab'],
    ['=?ISO-8859-1?Q?a_b?=', 'a b'],
    ['=?utf-8?Q?=C3?= =?utf-8?Q?=A4?=', 'ä'],
    ['=?gb18030?B?xOO6ww==?=', '你好'],
    ['=?gb18030?B?xOO6ww?= =?utf-8?Q?=21?=', '你好!'],
    ['=?utf-8*en?Q?hello?=', 'hello'],
    ['=?x-klingon?Q?a_=C3=A4?=', 'a ä'],
    ['=?x-klingon?B?w6TkCg==?=', 'Ã¤ä'],
    ['=??Q?=E4?=', 'ä'],
    ['=?utf-8*?Q?=C3=A4?=', 'ä'],
    ['=?"utf-8" ?Q?=C3=A4?=', 'ä'],
    ['=?unknown-8bit?Q?Gr=FC=DFe?=', 'Grüße'],
    ['=?utf-8?Q?=4?=', '=4'],
    ['=?utf-8?Q?50=_mehr?=', '50= mehr'],
    ['=?utf-8?Q?Alles klar? Ja, gr=C3=BCn?=', 'Alles klar? Ja, grün'],
    ['=?utf-8?Q?Wie_geht=27s??= =?utf-8?Q?_Gut?=', "Wie geht's? Gut"],
    ['=?utf-8?Q?Wirklich?=C3=9Cber?= x', 'Wirklich?Über x'],
    ['=?utf-8?Q?grün_=C3=BC?=', 'grün ü'],
    ['=?utf-8?Q?=C3=A?= =?utf-8?Q?4=?= =?utf-8?Q?b?=', 'äb'],
    ['=?utf-8?Q?=E2=82?= =?UTF-8?B?rA==?=', '€'],
    ['=?utf-8?B?w6TDt?= =?utf-8?B?sO8?=', 'äöü'],
    ['=?utf-8?B?w6TDtsO8!?=', 'äöü'],
    ['a =?utf-8?Q?gr=C3=BCn', 'a grün'],
    ['=?utf-8?Q?gr=C3=BCn?', 'grün'],
    ['=?utf-8?Q?gr=C3=BCn und =?utf-8?Q?gelb?=', 'grün und gelb'],
    ['=?utf-8?B?w6TDtsO8', 'äöü'],
    ['"=?utf-8?Q?gr=C3=BCn" <a@b>', '"grün" <a@b>'],
    ['=?utf-8?Q?', '=?utf-8?Q?'],
    ['=?utf-8?B?*?=', '=?utf-8?B?*?='],
    ['=?utf-8?Q?=0D=0ABcc:_x?=', 'Bcc: x'],
    ['=?utf-8?Q?a=E2=80=AEb?=', 'a b'],
  ])('shows %s as %s', (text, shown) => {
    expect(decodeWords(text)).toBe(shown)
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void decodeWords(`=?utf-8?q?${text}?= =?${text}?=`)))
  })
})

describe('readFields', () => {
  const all = (block: string, name: string) => readFields(encodeUtf8(block)).all(name)

  test('unfolds and keeps the order of fields with one name', () => {
    expect(all('From: a\r\n\tb\r\nTo: x\r\nFROM : c\r\n', 'from')).toEqual(['a\tb', 'c'])
  })

  test('sees a From behind a line that is no field', () => {
    expect(all('rubbish\r\nFrom: a@b.test\r\n', 'from')).toEqual(['a@b.test'])
  })

  test('reads UTF-8, and other 8-bit text as Windows-1252', () => {
    expect(all('From: ü\r\n', 'from')).toEqual(['ü'])
    const latin = Uint8Array.from('From: \xfc\r\n', (character) => character.charCodeAt(0))
    expect(readFields(latin).all('from')).toEqual(['ü'])
  })
})
