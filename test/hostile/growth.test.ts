import { describe, expect, test } from 'vitest'
import { safeFileName } from '../../src/clients/mail-view/safe-file-name.ts'
import { linkify } from '../../src/clients/mail-view/linkify.ts'
import { hasRemoteUrl, setsColour } from '../../src/clients/mail-view/look-into-css.ts'
import { setStylesAside } from '../../src/clients/mail-view/set-styles-aside.ts'
import { answerSubject } from '../../src/clients/portal/message/compose-answer.ts'
import { repairLink } from '../../src/clients/portal/session/repair-link.ts'
import { parseAddress } from '../../src/lib/address/parse-address.ts'
import { encodeHeaderText, encodeParameter } from '../../src/lib/mime-compose/header-text.ts'
import { cutAddressList } from '../../src/lib/mime-headers/cut-address-list.ts'
import { parseAddressList } from '../../src/lib/mime-headers/address-list.ts'
import { readFields } from '../../src/lib/mime-headers/read-fields.ts'
import { readCalendar } from '../../src/lib/mime/calendar/read-calendar.ts'
import { decodeText } from '../../src/lib/mime/charset/decode-text.ts'
import { takePgpBlocks } from '../../src/lib/mime/content/pgp-blocks.ts'
import { isBlankHtml, textOfHtml } from '../../src/lib/mime/content/text-of-html.ts'
import { unflowText } from '../../src/lib/mime/content/unflow-text.ts'
import { settleTags } from '../../src/lib/mail-html/index.ts'
import { decodeWords, quoteLooseWords } from '../../src/lib/mime/header/decode-words.ts'
import { readFieldValue } from '../../src/lib/mime/header/field-value.ts'
import { readHeader } from '../../src/lib/mime/header/part-header.ts'
import { readAddresses } from '../../src/lib/mime/header/read-addresses.ts'
import { readCms } from '../../src/lib/mime/smime/read-cms.ts'
import { readMessage } from '../../src/lib/mime/content/read-message.ts'
import { readStructure } from '../../src/lib/mime/structure/read-structure.ts'
import { openTnef } from '../../src/lib/mime/tnef/read-tnef.ts'
import { readRtf } from '../../src/lib/mime/tnef/read-rtf.ts'
import { decodeTransfer } from '../../src/lib/mime/transfer/decode-transfer.ts'
import { parsePhone } from '../../src/lib/phone/parse-phone.ts'
import { readPasswordHeader } from '../../src/lib/policy/read-password-header.ts'
import { readRouteHeader, readSubjectTag } from '../../src/lib/policy/route-words.ts'
import { scrubText } from '../../src/platform/log/log.ts'
import { authorDomain, readHeaderFields } from '../../src/modules/transport/delivery/content/header-fields.ts'
import { withCrlf } from '../../src/modules/transport/delivery/content/line-ends.ts'
import { parsePolicyFile } from '../../src/modules/transport/delivery/mta-sts/policy-file.ts'
import { safeReplyText, statusOfReply } from '../../src/modules/transport/delivery/smtp/reply-status.ts'
import { deviceLabel } from '../../src/modules/tenancy/identity/device-label.ts'
import { networkOf } from '../../src/modules/tenancy/identity/network-of.ts'
import { parseColour } from '../../src/lib/pdf/html/colour.ts'
import { parseCss } from '../../src/lib/pdf/html/css.ts'
import { htmlBlocks } from '../../src/lib/pdf/html/html-blocks.ts'
import { isWholeJpeg } from '../../src/lib/pdf/images/check-jpeg.ts'
import { readGif } from '../../src/lib/pdf/images/read-gif.ts'
import { readWebp } from '../../src/lib/pdf/images/read-webp.ts'
import { findWordStarts } from '../../src/lib/pdf/layout/word-starts.ts'
import { textBlocks } from '../../src/lib/pdf/text-blocks.ts'
import { entryNames } from '../../src/lib/file-names/entry-names.ts'
import { readAutodiscoverRequest } from '../../src/modules/transport/discovery/autodiscover-request.ts'
import {
  clientName,
  createDataFraming,
  isOtherProtocol,
  parseAuth,
  parseMail,
  parseRcpt,
  readPlainResponse,
  replyText,
} from '../../src/lib/smtp/index.ts'
import { joinPhone } from '../../src/modules/transport/submission/phone-in-rcpt.ts'
import { growthOf } from '../harness/growth.ts'
import { hostileMessages } from '../harness/hostile-messages.ts'
import { noImages, pdfTools } from '../harness/pdf-tools.ts'

/** Work four times as large may cost eight times as much: caches end, tables grow. Quadratic work costs sixteen times. */
const widest = 9

const bytes = (text: string) => Buffer.from(text, 'latin1')
const home = { homeCountry: 'DE' }
const pixels = 1_000_000
const gif = 'GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff'
const toThai = (character: string): string => String.fromCharCode(0x0e01 + (character.charCodeAt(0) % 0x2e))

/** Refusing is an answer as well. */
const orRefusal = (read: (text: string) => unknown) => (text: string) => {
  try {
    return read(text)
  } catch {
    return null
  }
}

/** Every reader of text that a stranger may have written; a new one is one line more. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'style sheets set aside': setStylesAside,
  'addresses in style sheets': hasRemoteUrl,
  'colours in style sheets': setsColour,
  'web addresses in text': linkify,
  'the name of a file': (text) => safeFileName(text, 'file'),
  'names in a ZIP': (text) => entryNames([text, text.slice(1)], { neutral: false }),
  'many names in a ZIP': (text) => entryNames(text.match(/.{1,20}/gs) ?? [], { neutral: false }),
  'the subject of an answer': answerSubject,
  'a link that was rewritten': (text) => repairLink(`https://x.example/o/${encodeURI(text.toWellFormed())}`),
  'an address': parseAddress,
  'a list of addresses': parseAddressList,
  'a list of addresses cut up': cutAddressList,
  'addresses to show': (text) => readAddresses([text]),
  'words of a header decoded': decodeWords,
  'loose words in addresses': quoteLooseWords,
  'words of a header encoded': encodeHeaderText,
  'a parameter encoded': (text) => encodeParameter('filename', text),
  'the value of a field': readFieldValue,
  'the fields of a message': (text) => readFields(bytes(`${text}\r\n\r\n`)),
  'the header of a part': (text) => readHeader(bytes(`${text}\r\n\r\n`), 'utf-8'),
  'the fields of a mail that leaves': (text) => authorDomain(readHeaderFields(bytes(text))),
  'the structure of a message': (text) => readStructure(bytes(text)),
  'a body of many parts': (text) =>
    readStructure(
      bytes(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${text.replaceAll('x', '\r\n--b\r\n')}`),
    ),
  'a charset that lies': (text) => decodeText(bytes(text), 'utf-7'),
  'a charset with escapes': (text) => decodeText(bytes(text), 'iso-2022-jp'),
  'quoted-printable': (text) => decodeTransfer(bytes(text), 'quoted-printable'),
  base64: (text) => decodeTransfer(bytes(text), 'base64'),
  'flowed text': (text) => unflowText(text, { isSpaceDeleted: true }),
  'PGP blocks': (text) => takePgpBlocks(text, 'x'),
  'text of HTML': textOfHtml,
  'tags of HTML settled': settleTags,
  'HTML without text': isBlankHtml,
  'an invitation': readCalendar,
  'an invitation’s lines': (text) => readCalendar(`BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n${text}`),
  'winmail.dat': (text) => openTnef(bytes(`\x78\x9f\x3e\x22${text}`)),
  'rich text': (text) => readRtf(bytes(`{\\rtf1 ${text}`)),
  'S/MIME': (text) => readCms(bytes(`0\x80${text}`)),
  'plain text in the PDF': textBlocks,
  'HTML in the PDF': (text) =>
    htmlBlocks(
      text,
      noImages(() => ''),
    ),
  'blocks of a GIF': (text) => readGif(bytes(`${gif}${text}`), pixels),
  'pixels of a GIF': (text) => readGif(bytes(`${gif},\0\0\0\0\x10\0\x10\0\0\x08${text}`), pixels),
  'a WebP': (text) => readWebp(bytes(`RIFF\xff\xff\xff\x00WEBP${text}`), pixels, pdfTools.images),
  'a JPEG': (text) => isWholeJpeg(bytes(`\xff\xd8${text}`)),
  'words without spaces': (text) => findWordStarts(text.replaceAll(/[^]/g, toThai)),
  'styles in the PDF': parseCss,
  'colours in the PDF': parseColour,
  'a phone': (text) => parsePhone(text, home),
  'phones in a header': (text) => readPasswordHeader(text, home),
  'a route in a header': readRouteHeader,
  'a route in a subject': readSubjectTag,
  'a reply of a host': (text) => safeReplyText(statusOfReply(text) + text),
  'a policy for TLS': parsePolicyFile,
  'what is logged': scrubText,
  'line ends': (text) => withCrlf(bytes(text)),
  'the lines of a message handed in': (text) => createDataFraming().push(bytes(text)),
  'the name of a client': (text) => clientName(text),
  'a line that is no SMTP': (text) => isOtherProtocol(`GET ${text}`),
  'the sender of an envelope': (text) => parseMail(`FROM:<${text}@home.example> RET=${text}`),
  'a sender of an envelope in quotes': (text) => parseMail(`FROM:<"${text}"@home.example> ENVID=${text}`),
  'a recipient of an envelope': (text) => parseRcpt(`TO:<@${text}:a@${text}> NOTIFY=${text} ORCPT=rfc822;${text}`),
  'a sign-in': (text) => parseAuth(`PLAIN ${text}`),
  'the response of a sign-in': readPlainResponse,
  'the text of a reply': replyText,
  'a phone in RCPT': (text) => joinPhone(`${text}@sms.local`),
  'the name of a browser': deviceLabel,
  'the address of a client': networkOf,
  'what Outlook asks': (text) => readAutodiscoverRequest(bytes(text)),
}

/** Beginnings without an end, ends without a beginning, and much of the same. */
const pieces: readonly string[] = [
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\0',
  '.',
  ',',
  ';',
  ':',
  '"',
  "'",
  '(',
  ')',
  '<',
  '>',
  '[',
  '=',
  '%',
  '+',
  '/',
  '\\',
  '#',
  '@',
  '&',
  '-',
  '_',
  '*',
  '0',
  'a',
  '\u00fc',
  '\u0301',
  '. ',
  ' .',
  '> ',
  '>>',
  '\r\n ',
  '\r\n\t',
  'a ',
  'a,',
  'a;',
  'a: ',
  'a=',
  'a=b;',
  'a@b,',
  '<a@b>,',
  '"a" ',
  '("',
  '\\"',
  '<!--',
  '-->',
  '<style>',
  '</style',
  '<style ',
  '<p ',
  '<p style="',
  '<a href=',
  '<p>',
  '</p>',
  '<b><i>',
  '<table><tr><td>',
  '<svg><',
  '<title>',
  '<noscript>',
  '<template>',
  '</template>',
  '<datalist>',
  '<textarea>',
  '<select><option>',
  '<!-- --!',
  '<![CDATA[',
  '<!',
  '</',
  '&amp',
  '&#',
  '&#x',
  'url( ',
  'url("',
  'color ',
  'background ',
  '/*',
  '*/',
  '{',
  '}',
  'a{',
  ':;',
  'http://',
  'http://a',
  'www.',
  'http://a)',
  'https://a.b/((',
  're: ',
  're:',
  're [1] ',
  'Re[',
  'aw ',
  '=?',
  '=?utf-8?q?',
  '=?utf-8?b?YQ==?=',
  '=?utf-8?q?a?= ',
  '=?utf-8?b?YQ',
  '=?utf-8?q?=C3?= ',
  '?=a',
  '?=41',
  '=\r\n',
  '=0',
  'a*0=b;',
  "a*=utf-8''%41;",
  '+49',
  '+49 ',
  '+49 151 ',
  '1 ',
  '(0)',
  '--b\r\n',
  '--b--\r\n',
  '--',
  'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'a: b\r\n',
  'a\r\n',
  'BEGIN:VEVENT\r\n',
  'END:VEVENT\r\n',
  'BEGIN:VALARM\r\n',
  'DTSTART;TZID="',
  'DTSTART:20260101T000000\r\n',
  'X;A="b":c\r\n ',
  'BEGIN:VTIMEZONE\r\nTZID:a\r\n',
  '-----BEGIN PGP MESSAGE-----\r\n',
  '-----END PGP',
  '\x1b$B',
  '\x1b(B',
  '+AGE-',
  '+AG',
  '{\\a',
  '\\par ',
  "\\'e4",
  '{\\*\\a ',
  '0\x80',
  '0\x82\xff\xff',
  '\x01\x00\x00\x00',
  '\xff',
  '\xff\xd8',
  '\xff\xda\0\x02',
  '\xff\xc4\0\x02',
  '!\xf9\x04',
  '\x01\0',
  'VP8 \0\0\0\0',
  'ANMF\x10\0\0\0',
  '250-',
  '\r\n550-',
  '550 5.7.1 ',
  '[portal] ',
  'x',
  'xx',
  'mx: a\r\n',
  'version: STSv1\n',
]

const repeated = (piece: string) => (size: number) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
/** The same behind a word, so that expressions with a beginning get past it. */
const generators: readonly (readonly [string, (size: number) => string])[] = pieces.flatMap((piece) => [
  [JSON.stringify(piece), repeated(piece)] as const,
  [`a word, ${JSON.stringify(piece)} and a word`, (size: number) => `ab${repeated(piece)(size)}yz`] as const,
])

/** The generators that make a reader work hardest; a thousand times a fast one is not worth a measure. */
function hardest(read: (text: string) => unknown): readonly (readonly [string, (size: number) => string])[] {
  const [small, large] = [4_000, 16_000]
  const costs = generators.map((generator) => {
    const [, make] = generator
    const [short, long] = [make(small), make(large)]
    read(short)
    return { generator, shortMs: timeOf(() => read(short)), longMs: timeOf(() => read(long)) }
  })
  const bySlope = costs.toSorted((one, other) => other.longMs - other.shortMs * 4 - (one.longMs - one.shortMs * 4))
  const byCost = costs.toSorted((one, other) => other.longMs - one.longMs)
  return [...new Set([...bySlope.slice(0, 3), ...byCost.slice(0, 3)])].map(({ generator }) => generator)
}

function timeOf(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function expectLinear(what: string, work: (size: number) => () => unknown): void {
  let growth = growthOf(work)
  // A machine that is busy elsewhere may spoil a measure, not three in a row.
  for (let again = 0; again < 2 && growth.ratio >= widest; again += 1) growth = growthOf(work)
  expect(growth.ratio, `${what}, from ${growth.size} characters`).toBeLessThan(widest)
}

describe('the work of a reader grows as its text does', { timeout: 300_000 }, () => {
  test.each(Object.entries(readers))('%s', (_name, reader) => {
    const read = orRefusal(reader)
    for (const [what, make] of hardest(read))
      expectLinear(what, (size) => {
        const text = make(size)
        return () => read(text)
      })
  })

  test.each(hostileMessages)('a message of nothing but %s', (what, make) => {
    expectLinear(what, (size) => {
      const message = bytes(make(size))
      return () => readMessage(readStructure(message), { isTextOnly: false, pgpBlockText: '', isWithBytes: true })
    })
  })
})

describe('the measure', () => {
  test('tells quadratic work from linear work', () => {
    const quadratic = (text: string) => / +$/.test(text)
    const make = (size: number) => `${' '.repeat(size)}x`
    expect(growthOf((size) => quadratic.bind(null, make(size))).ratio).toBeGreaterThan(widest)
    const linear = (text: string) => [...text].map((character) => character.charCodeAt(0))
    expect(growthOf((size) => linear.bind(null, make(size))).ratio).toBeLessThan(widest)
  })
})
