import { describe } from 'vitest'
import { settleTags } from '../../src/lib/mail-html/index.ts'
import { readCalendar } from '../../src/lib/mime/calendar/read-calendar.ts'
import { decodeText } from '../../src/lib/mime/charset/decode-text.ts'
import { takePgpBlocks } from '../../src/lib/mime/content/pgp-blocks.ts'
import { isBlankHtml, textOfHtml } from '../../src/lib/mime/content/text-of-html.ts'
import { unflowText } from '../../src/lib/mime/content/unflow-text.ts'
import { readCms } from '../../src/lib/mime/smime/read-cms.ts'
import { readStructure } from '../../src/lib/mime/structure/read-structure.ts'
import { readRtf } from '../../src/lib/mime/tnef/read-rtf.ts'
import { openTnef } from '../../src/lib/mime/tnef/read-tnef.ts'
import { decodeTransfer } from '../../src/lib/mime/transfer/decode-transfer.ts'
import { expectLinearReaders } from '../harness/growth.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

/** What is read out of the body of a mail that a stranger wrote; a new reader is one line more. */
describe('the work of a reader of bodies grows as its text does', () => {
  expectLinearReaders({
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
  })
})
