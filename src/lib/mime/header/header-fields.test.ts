import { describe, expect, test } from 'vitest'
import { readFieldValue } from './field-value.ts'
import { readHeader, readPartHeader } from './part-header.ts'
import { readAddresses } from './read-addresses.ts'

const parameters = (value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readFieldValue(value).parameters)

describe('the parameters of a field', () => {
  test.each([
    ['text/plain; charset=utf-8', { charset: 'utf-8' }],
    ['text/plain; Charset = "utf-8"; charset=x', { charset: 'utf-8' }],
    ['a; filename="a \\"b\\" \\\\c.txt"', { filename: 'a "b" \\c.txt' }],
    ['a; filename=My report (1).pdf; x=1', { filename: 'My report (1).pdf', x: '1' }],
    ['a; filename="open.pdf', { filename: 'open.pdf' }],
    ["a; filename*=utf-8''M%C3%BCller.pdf; filename=M.pdf", { filename: 'Müller.pdf' }],
    ["a; filename*0*=utf-8''a%C3; filename*1*=%BC; filename*2=.txt", { filename: 'aü.txt' }],
    ['a; filename*1=b; filename*0=a; filename*1=twice', { filename: 'ab' }],
    ["a; filename*=iso-8859-1'de'M%FCller", { filename: 'Müller' }],
    ["a; filename*=''%ff%zz", { filename: 'ÿ%zz' }],
    ['(comment) text/plain; x=1', { x: '1' }],
    ['text/plain (comment); (another) x=1;;y=2', { x: '1', y: '2' }],
    ['text/plain charset=utf-8; x=1', { charset: 'utf-8', x: '1' }],
    ['attachment, filename="a.pdf"', { filename: 'a.pdf' }],
    ['filename="a.pdf"', { filename: 'a.pdf' }],
    ['a; filename="C:\\Users\\x.pdf"', { filename: 'C:\\Users\\x.pdf' }],
    ["a; filename*=utf-8'M%C3%BCller", { filename: 'Müller' }],
    ['a; filename*=utf-8""M%C3%BCller', { filename: 'Müller' }],
    ["a; filename*=it's", { filename: "it's" }],
    ['a', {}],
  ])('%s', (value, expected) => {
    expect(parameters(value)).toEqual(expected)
  })
})

describe('the kind of a part', () => {
  const kindOf = (field: string): string =>
    readPartHeader(readHeader(Buffer.from(`Content-Type: ${field}\r\n`), ''), 'text/plain').mediaType

  test.each([
    ['multipart/*; boundary=b', 'multipart/*'],
    ['multipart; boundary=b', 'multipart/mixed'],
    ['TEXT/HTML', 'text/html'],
    ['text', 'text/plain'],
    ['html', 'text/html'],
    ['pdf; name=a.pdf', 'application/octet-stream'],
    ['text/html (really)', 'text/html'],
    ['text/html, charset=utf-8', 'text/html'],
    ['"text/html"; charset=utf-8', 'text/html'],
    ['text / html; charset=utf-8', 'text/html'],
    ['', 'text/plain'],
    ['a b/c', 'text/plain'],
  ])('%j is %s', (field, kind) => {
    expect(kindOf(field)).toBe(kind)
  })
})

describe('the name of a part', () => {
  const nameOf = (fields: string): string =>
    readPartHeader(readHeader(Buffer.from(`${fields}\r\n`), ''), 'text/plain').fileName

  test.each([
    ['Content-Disposition: attachment; filename=""\r\nContent-Type: a/b; name=b.pdf', 'b.pdf'],
    ['Content-Disposition: inline; name=c.pdf', 'c.pdf'],
    ['Content-Disposition: attachment; filename="=?utf-8?Q?M=C3=BC?=\r\n =?utf-8?Q?ller?.pdf?="', 'Müller?.pdf'],
    ['Content-Disposition: attachment; filename*0="=?utf-8?Q?M=C3=BCl"; filename*1="ler.pdf?="', 'Müller.pdf'],
  ])('%s', (fields, name) => {
    expect(nameOf(fields)).toBe(name)
  })
})

describe('addresses for people to read', () => {
  const shown = (field: string): string =>
    readAddresses([field])
      .map((entry) =>
        entry.kind === 'group' ? `${entry.name}:${entry.members.length}` : `${entry.name}|${entry.address}`,
      )
      .join(' ')

  test.each([
    ['Anna Weber <anna@example.org>, b@example.org', 'Anna Weber|anna@example.org |b@example.org'],
    ['=?utf-8?q?M=C3=BCller=2C_Anna?= <a@example.org>', 'Müller, Anna|a@example.org'],
    ['"=?utf-8?q?M=C3=BCller?=" <a@example.org>', 'Müller|a@example.org'],
    ['team: a@example.org, b@example.org;', 'team:2'],
    ['undisclosed-recipients:;', 'undisclosed-recipients:0'],
    ['Dr. (Anna <anna@example.org>, b@example.org', 'Dr. (Anna|anna@example.org |b@example.org'],
    ['a@example.org, Nobody at home, b@example.org', '|a@example.org Nobody at home| |b@example.org'],
    ['=?utf-8?q?a=40example=2Eorg?=', '|a@example.org'],
    ['=?utf-8?Q?Weber, Anna?= <a@example.org>, b@example.org', 'Weber, Anna|a@example.org |b@example.org'],
    ['=?utf-8?Q?Wer? Ich (wir): alle?= <a@example.org>', 'Wer? Ich (wir): alle|a@example.org'],
    ['"unclosed <a@example.org>', '"unclosed|a@example.org'],
    ['', ''],
  ])('%s', (field, expected) => {
    expect(shown(field)).toBe(expected)
  })
})
