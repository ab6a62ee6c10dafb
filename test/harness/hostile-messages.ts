const kind = (type: string): string => `Content-Type: ${type}\r\n`

/** By name: a message of about so many characters that is nothing but one construction, where a reader looks into it. */
export const hostileMessages: readonly (readonly [string, (size: number) => string])[] = [
  ['parameters', (size) => `Content-Type: a/b${'; a="'.repeat(Math.ceil(size / 5))}\r\n\r\nx`],
  ['continuations', (size) => `Content-Disposition: attachment${'; a*0=b'.repeat(Math.ceil(size / 7))}\r\n\r\nx`],
  ['encoded words', (size) => `Subject: ${'=?utf-8?q?a?= '.repeat(Math.ceil(size / 14))}\r\n\r\nx`],
  ['beginnings of words', (size) => `Subject: ${'=?utf-8?q?'.repeat(Math.ceil(size / 10))}\r\n\r\nx`],
  ['addresses', (size) => `To: ${'"(<,'.repeat(Math.ceil(size / 4))}\r\n\r\nx`],
  ['folds', (size) => `Subject: a${'\r\n '.repeat(Math.ceil(size / 3))}\r\n\r\nx`],
  ['damaged lines', (size) => `Subject: a\r\n${'x\r\n'.repeat(Math.ceil(size / 3))}\r\nx`],
  ['boundaries', (size) => `${kind('multipart/mixed; boundary=b')}\r\n${'--b\r\n'.repeat(Math.ceil(size / 5))}`],
  ['lines of dashes', (size) => `${kind('multipart/mixed; boundary=b')}\r\n${'--c\r\n'.repeat(Math.ceil(size / 5))}`],
  ['spaces', (size) => `${kind('text/plain')}\r\n${' '.repeat(Math.ceil(size / 1))}`],
  [
    'broken base64',
    (size) => `${kind('text/plain')}Content-Transfer-Encoding: base64\r\n\r\n${'=A '.repeat(Math.ceil(size / 3))}`,
  ],
  [
    'signs',
    (size) =>
      `${kind('text/plain')}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'= '.repeat(Math.ceil(size / 2))}`,
  ],
  ['UTF-7', (size) => `${kind('text/plain; charset=utf-7')}\r\n${'+A'.repeat(Math.ceil(size / 2))}`],
  ['escapes', (size) => `${kind('text/plain; charset=iso-2022-jp')}\r\n${'\u001b(B'.repeat(Math.ceil(size / 3))}`],
  ['flowed lines', (size) => `${kind('text/plain; format=flowed')}\r\n${'> a \r\n'.repeat(Math.ceil(size / 6))}`],
  [
    'blocks of PGP',
    (size) => `${kind('text/plain')}\r\n${'-----BEGIN PGP MESSAGE-----\r\n'.repeat(Math.ceil(size / 29))}`,
  ],
  [
    'calendar lines',
    (size) => `${kind('text/calendar')}\r\n${'BEGIN:VEVENT\r\nDTSTART;TZID="\r\n'.repeat(Math.ceil(size / 29))}`,
  ],
  [
    'zones',
    (size) => `${kind('text/calendar')}\r\n${'BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\n'.repeat(Math.ceil(size / 36))}`,
  ],
  [
    'unclosed styles',
    (size) =>
      `${kind('multipart/alternative; boundary=b')}\r\n--b\r\n${kind('text/html')}\r\n${'<style>'.repeat(Math.ceil(size / 7))}`,
  ],
  ['signatures', (size) => `${kind('application/pkcs7-mime')}\r\n${'0\u0080'.repeat(Math.ceil(size / 2))}`],
  [
    'containers encoded as a whole',
    (size) =>
      `${kind('multipart/mixed; boundary=b')}Content-Transfer-Encoding: base64\r\n\r\n${btoa('--b\r\n\r\n'.repeat(Math.ceil(size / 9)))}`,
  ],
  [
    'carriage returns',
    (size) => `Subject: a\r${kind('multipart/mixed; boundary=b')}\r${'--b\r'.repeat(Math.ceil(size / 4))}`,
  ],
  [
    'words that may be base64',
    (size) => `${kind('text/plain')}Content-Transfer-Encoding: base64\r\n\r\n${'word\r\n'.repeat(Math.ceil(size / 6))}`,
  ],
]
