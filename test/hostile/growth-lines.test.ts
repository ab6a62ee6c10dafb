import { describe } from 'vitest'
import { parseAddress } from '../../src/lib/address/parse-address.ts'
import { encodeHeaderText, encodeParameter } from '../../src/lib/mime-compose/header-text.ts'
import { parseAddressList } from '../../src/lib/mime-headers/address-list.ts'
import { cutAddressList } from '../../src/lib/mime-headers/cut-address-list.ts'
import { readFields } from '../../src/lib/mime-headers/read-fields.ts'
import { decodeWords, quoteLooseWords } from '../../src/lib/mime/header/decode-words.ts'
import { readFieldValue } from '../../src/lib/mime/header/field-value.ts'
import { readHeader } from '../../src/lib/mime/header/part-header.ts'
import { readAddresses } from '../../src/lib/mime/header/read-addresses.ts'
import { parsePhone } from '../../src/lib/phone/parse-phone.ts'
import { readPasswordHeader } from '../../src/lib/policy/read-password-header.ts'
import { readRouteHeader, readSubjectTag } from '../../src/lib/policy/route-words.ts'
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
import { deviceLabel } from '../../src/modules/tenancy/identity/device-label.ts'
import { networkOf } from '../../src/modules/tenancy/identity/network-of.ts'
import { authorDomain, readHeaderFields } from '../../src/modules/transport/delivery/content/header-fields.ts'
import { withCrlf } from '../../src/modules/transport/delivery/content/line-ends.ts'
import { parsePolicyFile } from '../../src/modules/transport/delivery/mta-sts/policy-file.ts'
import { safeReplyText, statusOfReply } from '../../src/modules/transport/delivery/smtp/reply-status.ts'
import { readAutodiscoverRequest } from '../../src/modules/transport/discovery/autodiscover-request.ts'
import { joinPhone } from '../../src/modules/transport/submission/phone-in-rcpt.ts'
import { scrubText } from '../../src/platform/log/log.ts'
import { expectLinearReaders } from '../harness/growth.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const home = { homeCountry: 'DE' }

/** Headers, addresses and lines of protocols that a stranger wrote; a new reader is one line more. */
describe('the work of a reader of headers and lines grows as its text does', () => {
  expectLinearReaders({
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
  })
})
