import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOtherProtocol, splitCommand } from './command-line.ts'
import { parseMail } from './mail-command.ts'
import { parseRcpt } from './rcpt-command.ts'
import { formatReply } from './reply.ts'

const refusal = (read: ReturnType<typeof parseMail> | ReturnType<typeof parseRcpt>): string =>
  read.ok ? 'read' : formatReply(read.reply).slice(0, 9)

describe('a line', () => {
  test.each([
    ['NOOP', 'NOOP', ''],
    ['noop', 'NOOP', ''],
    ['mail From:<a@b.example>  ', 'MAIL', 'From:<a@b.example>'],
    ['', '', ''],
    ['RCPT  TO:<a@b.example>', 'RCPT', ' TO:<a@b.example>'],
  ])('%j is the command %j with %j', (line, verb, rest) => {
    expect(splitCommand(line)).toEqual({ verb, rest })
  })

  test.each(['GET / HTTP/1.1', 'POST /x HTTP/1.0', '\x16\x03\x01\x02\0\x01\0', '\ufffd\ufffd', '\x80'])(
    '%j is no SMTP at all',
    (line) => {
      expect(isOtherProtocol(line)).toBe(true)
    },
  )

  test.each(['', ' ', 'GET', 'GETHTTP/1.1', 'NOOP', 'XYZ \ufffd'])('%j may be a mistake', (line) => {
    expect(isOtherProtocol(line)).toBe(false)
  })
})

describe('MAIL (RFC 5321 section 4.1.1.2)', () => {
  test.each([
    ['FROM:<a@b.example>', 'a@b.example', { localPart: 'a', domain: 'b.example', isQuoted: false }],
    ['from : <a@b.example>', 'a@b.example', { localPart: 'a', domain: 'b.example', isQuoted: false }],
    ['FROM:<>', '', null],
    ['FROM:<"a b"@b.example>', '"a b"@b.example', { localPart: 'a b', domain: 'b.example', isQuoted: true }],
    ['FROM:<"a>b\\"c"@b.example>', '"a>b\\"c"@b.example', { localPart: 'a>b"c', domain: 'b.example', isQuoted: true }],
    ['FROM:<"ab"@b.example>', '"ab"@b.example', { localPart: 'ab', domain: 'b.example', isQuoted: false }],
    [
      'FROM:<@x.example,@y.example:a@b.example>',
      'a@b.example',
      { localPart: 'a', domain: 'b.example', isQuoted: false },
    ],
    ['FROM:<a@[192.0.2.1]>', 'a@[192.0.2.1]', { localPart: 'a', domain: '[192.0.2.1]', isQuoted: false }],
    [
      'FROM:<a@[IPv6:2001:db8::1]>',
      'a@[IPv6:2001:db8::1]',
      { localPart: 'a', domain: '[IPv6:2001:db8::1]', isQuoted: false },
    ],
    ['FROM:<mü@bücher.example>', 'mü@bücher.example', { localPart: 'mü', domain: 'bücher.example', isQuoted: false }],
    ['FROM:<Postmaster>', 'Postmaster', { localPart: 'Postmaster', domain: '', isQuoted: false }],
  ])('%j', (rest, text, mailbox) => {
    const read = parseMail(rest)
    expect(read.ok && read.value.path).toEqual({ text, mailbox })
  })

  test('with all parameters', () => {
    const read = parseMail('FROM:<a@b.example> SIZE=100 body=8bitmime SMTPUTF8 AUTH=<> RET=HDRS ENVID=QQ+2B314=x')
    expect(read.ok && read.value).toEqual({
      path: { text: 'a@b.example', mailbox: { localPart: 'a', domain: 'b.example', isQuoted: false } },
      declaredBytes: 100,
      body: '8bitmime',
      smtpUtf8: true,
      ret: 'hdrs',
      envid: 'QQ+314=x',
    })
  })

  test.each([
    ['', '501 5.1.7'],
    ['FROM:', '501 5.1.7'],
    ['FROM:a@b.example', '501 5.1.7'],
    ['FROM:<a@b.example', '501 5.1.7'],
    ['FROM:<a@b.example>>', '501 5.1.7'],
    ['FROM:<<a@b.example>', '501 5.1.7'],
    ['FROM:<a@b.example>SIZE=1', '501 5.1.7'],
    ['FROM:<a\0@b.example>', '501 5.1.7'],
    ['FROM:<a\ufffd@b.example>', '501 5.1.7'],
    ['TO:<a@b.example>', '501 5.1.7'],
    ['FROM:<a@b.example> =x', '501 5.5.4'],
    ['FROM:<a@b.example> -X=1', '501 5.5.4'],
    ['FROM:<a@b.example> SIZE', '501 5.5.4'],
    ['FROM:<a@b.example> SIZE=', '501 5.5.4'],
    ['FROM:<a@b.example> SIZE=-1', '501 5.5.4'],
    ['FROM:<a@b.example> SIZE=1 SIZE=1', '501 5.5.4'],
    ['FROM:<a@b.example> BODY=BINARYMIME', '501 5.5.4'],
    ['FROM:<a@b.example> BODY=toString', '501 5.5.4'],
    ['FROM:<a@b.example> RET=SOME', '501 5.5.4'],
    ['FROM:<a@b.example> ENVID=a+0D+0Ab', '501 5.5.4'],
    ['FROM:<a@b.example> ENVID=a+', '501 5.5.4'],
    ['FROM:<a@b.example> ENVID=a+2', '501 5.5.4'],
    ['FROM:<a@b.example> ENVID=+GG', '501 5.5.4'],
    [`FROM:<a@b.example> ENVID=${'a'.repeat(101)}`, '501 5.5.4'],
    ['FROM:<a@b.example> SMTPUTF8=yes', '501 5.5.4'],
    ['FROM:<a@b.example> AUTH', '501 5.5.4'],
    ['FROM:<a@b.example> HOLDFOR=10', '555 5.5.4'],
    [`FROM:<a@b.example> ${'X '.repeat(21)}`, '501 5.5.4'],
  ])('%j is refused with %s', (rest, start) => {
    expect(refusal(parseMail(rest))).toBe(start)
  })

  test.each([
    'a@b@c.example',
    '.a@b.example',
    'a..b@b.example',
    'a@b..example',
    'a@-b.example',
    'a@b-.example',
    'a@b_c.example',
    'a b@b.example',
    'a@',
    '@b.example',
    'a',
    '"a@b.example',
    'a@[192.0.2.1',
    `a@${'b'.repeat(260)}.example`,
    `${'ü'.repeat(130)}@b.example`,
  ])('the path <%s> is found, and is no mailbox (section 4.1.2)', (path) => {
    const read = parseMail(`FROM:<${path}>`)
    expect(read.ok ? read.value.path.mailbox : null).toBeNull()
  })
})

describe('RCPT (RFC 5321 section 4.1.1.3, RFC 3461 sections 4.1 and 4.2)', () => {
  test.each([
    ['', [], null],
    [' NOTIFY=NEVER', ['never'], null],
    [' NOTIFY=success,Delay,SUCCESS', ['success', 'delay'], null],
    [' ORCPT=rfc822;pat+2Bx@home.example', [], 'rfc822;pat+x@home.example'],
  ])('%j', (parameters, notify, orcpt) => {
    const read = parseRcpt(`TO:<a@b.example>${parameters}`)
    expect(read.ok && [read.value.notify, read.value.orcpt]).toEqual([notify, orcpt])
  })

  test.each([
    ['TO:<>', '501 5.1.3'],
    ['FROM:<a@b.example>', '501 5.1.3'],
    ['TO:a@b.example', '501 5.1.3'],
    ['TO:<+49151\u200b12345678@sms.local>', '501 5.1.3'],
    ['TO:<a\u202eb@b.example>', '501 5.1.3'],
    ['TO:<a@b.example> NOTIFY=NEVER,SUCCESS', '501 5.5.4'],
    ['TO:<a@b.example> NOTIFY=', '501 5.5.4'],
    ['TO:<a@b.example> NOTIFY', '501 5.5.4'],
    ['TO:<a@b.example> NOTIFY=SUCCESS,', '501 5.5.4'],
    ['TO:<a@b.example> ORCPT=nothing', '501 5.5.4'],
    ['TO:<a@b.example> ORCPT=rfc822;a+0Ab', '501 5.5.4'],
    ['TO:<a@b.example> ORCPT=rfc822;a+tag@b.example', '501 5.5.4'],
    ['TO:<a@b.example> RRVS=now', '555 5.5.4'],
  ])('%j is refused with %s', (rest, start) => {
    expect(refusal(parseRcpt(rest))).toBe(start)
  })
})

test('whatever a client sends is read or refused, and never thrown', () => {
  const pieces = fc.constantFrom(
    'FROM:',
    'TO:',
    '<',
    '>',
    '"',
    '\\',
    '@',
    'a',
    '.',
    ' ',
    '=',
    '+',
    'SIZE',
    ';',
    '\0',
    'ü',
    ':',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (written) => {
      const line = written.join('')
      for (const read of [parseMail(line), parseRcpt(line)]) {
        if (read.ok) expect(read.value.path.text).not.toMatch(/\p{Cc}/u)
        else expect(formatReply(read.reply)).toMatch(/^5\d\d 5\.\d\.\d [\x20-\x7e]+\r\n$/)
      }
    }),
    { numRuns: 2000 },
  )
})
