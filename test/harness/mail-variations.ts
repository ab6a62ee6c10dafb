/** A mail that was put together from its structure, a language and an encoding. */
export interface VariedMail {
  readonly name: string
  /** One character for each byte. */
  readonly raw: string
  readonly words: readonly string[]
  readonly files: readonly { readonly name: string; readonly content: Uint8Array }[]
}

interface Voice {
  readonly label: string
  readonly charset: string
  readonly encoding: 'base64' | 'quoted-printable' | '8bit'
  readonly subject: string
  readonly first: string
  readonly second: string
  readonly fileName: string
}

const voices: readonly Voice[] = [
  {
    label: 'german-latin1',
    charset: 'iso-8859-1',
    encoding: 'quoted-printable',
    subject: 'Rückfrage zum Gutachten',
    first: 'Der Gutachter möchte die Röntgenbilder noch einmal ansehen.',
    second: 'Außerdem fehlt die Übersicht über die Kosten.',
    fileName: 'Kostenübersicht.txt',
  },
  {
    label: 'english-ascii',
    charset: 'us-ascii',
    encoding: '8bit',
    subject: 'Minutes of the parish meeting',
    first: 'The roof of the hall will be repaired in spring.',
    second: 'Volunteers meet on the first Saturday of March.',
    fileName: 'minutes.txt',
  },
  {
    label: 'russian-koi8',
    charset: 'koi8-r',
    encoding: 'base64',
    subject: 'Справка для школы',
    first: 'Справка готова и лежит в приёмной.',
    second: 'Её можно забрать до пятницы.',
    fileName: 'Справка.txt',
  },
  {
    label: 'greek-8bit',
    charset: 'iso-8859-7',
    encoding: '8bit',
    subject: 'Πρόσκληση',
    first: 'Σας προσκαλούμε στη συνέλευση των μελών.',
    second: 'Η είσοδος είναι ελεύθερη.',
    fileName: 'Πρόσκληση.txt',
  },
  {
    label: 'polish-latin2',
    charset: 'iso-8859-2',
    encoding: 'quoted-printable',
    subject: 'Zaświadczenie',
    first: 'Proszę odebrać zaświadczenie w sekretariacie.',
    second: 'Dziękuję za cierpliwość.',
    fileName: 'zaświadczenie.txt',
  },
  {
    label: 'japanese-utf8',
    charset: 'utf-8',
    encoding: 'base64',
    subject: '見積書の件',
    first: '見積書を添付いたしました。',
    second: 'ご確認をお願いいたします。',
    fileName: '見積書.txt',
  },
]

/** The bytes of a text in a charset of one byte for each character, found by asking the decoder about all bytes. */
function encodeText(text: string, charset: string): Buffer {
  if (charset === 'utf-8' || charset === 'us-ascii') return Buffer.from(text)
  const decoder = new TextDecoder(charset)
  const codes = new Map(Array.from({ length: 256 }, (_, code) => [decoder.decode(Uint8Array.of(code)), code]))
  return Buffer.from(
    Array.from(text, (character) => {
      const code = codes.get(character)
      if (code === undefined) throw new Error(`${charset} has no ${character}`)
      return code
    }),
  )
}

const lines = (text: string): string => text.replaceAll('\n', '\r\n')

function encodeBody(bytes: Buffer, encoding: Voice['encoding']): string {
  if (encoding === '8bit') return bytes.toString('latin1')
  if (encoding === 'base64') return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
  return bytes
    .toString('latin1')
    .replaceAll(/[=\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .replaceAll(/(?:=[0-9A-F]{2}|[^\r\n=]){60}(?=[^\r\n])/g, '$&=\r\n')
}

const textPart = (voice: Voice, type: string, text: string, more = ''): string =>
  `Content-Type: ${type}; charset=${voice.charset}\r\nContent-Transfer-Encoding: ${voice.encoding}\r\n${more}\r\n` +
  encodeBody(encodeText(lines(text), voice.charset), voice.encoding)

const plainPart = (voice: Voice): string => textPart(voice, 'text/plain', `${voice.first}\n\n${voice.second}\n`)
const htmlPart = (voice: Voice): string =>
  textPart(voice, 'text/html', `<html><body><p>${voice.first}</p><p><b>${voice.second}</b></p></body></html>\n`)

let boundaries = 0
function container(subtype: string, parts: readonly string[], parameters = ''): string {
  boundaries += 1
  const boundary = `----=_Part_${boundaries}_${subtype}`
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"${parameters}\r\n\r\n${body}--${boundary}--\r\n`
}

const fileContent = (voice: Voice): Buffer => Buffer.from(`${voice.label}: ${voice.second}\r\n`)

/** The three ways in which programs write a name that is not ASCII (RFC 2231, RFC 2047, raw). */
const nameForms: readonly ((name: string) => string)[] = [
  (name) => `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
  (name) => `Content-Disposition: attachment; filename="=?utf-8?B?${Buffer.from(name).toString('base64')}?="`,
  (name) => `Content-Disposition: attachment; filename="${Buffer.from(name).toString('latin1')}"`,
]

function filePart(voice: Voice, form: number): string {
  const disposition = nameForms[form % nameForms.length]?.(voice.fileName) ?? ''
  const head = `Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n${disposition}\r\n\r\n`
  return head + encodeBody(fileContent(voice), 'base64')
}

/** A picture of one pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC'
const imagePart = `Content-Type: image/png; name="p.png"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <p@example.org>\r\nContent-Disposition: inline\r\n\r\n${pixel}`
const picturePart = (voice: Voice): string =>
  textPart(voice, 'text/html', `<p>${voice.first} <img src="cid:p@example.org" alt=""> ${voice.second}</p>\n`)

const nested = (voice: Voice): string =>
  `From: c@example.org\r\nSubject: inner ${voice.label}\r\nMIME-Version: 1.0\r\n${plainPart(voice)}`

interface Structure {
  readonly label: string
  readonly build: (voice: Voice, form: number) => string
  readonly files?: (voice: Voice) => readonly { readonly name: string; readonly content: Uint8Array }[]
}

const oneFile = (voice: Voice) => [{ name: voice.fileName, content: fileContent(voice) }]
const innerMessage = (voice: Voice) => [
  { name: `inner ${voice.label}.eml`, content: Buffer.from(nested(voice), 'latin1') },
]

const structures: readonly Structure[] = [
  { label: 'plain', build: plainPart },
  { label: 'html', build: htmlPart },
  { label: 'alternative', build: (voice) => container('alternative', [plainPart(voice), htmlPart(voice)]) },
  { label: 'related', build: (voice) => container('related', [picturePart(voice), imagePart], '; type="text/html"') },
  {
    label: 'alternative-of-related',
    build: (voice) =>
      container('alternative', [plainPart(voice), container('related', [picturePart(voice), imagePart])]),
  },
  {
    label: 'related-of-alternative',
    build: (voice) =>
      container('related', [container('alternative', [plainPart(voice), picturePart(voice)]), imagePart]),
  },
  {
    label: 'mixed-file',
    build: (voice, form) => container('mixed', [plainPart(voice), filePart(voice, form)]),
    files: oneFile,
  },
  {
    label: 'mixed-alternative-file',
    build: (voice, form) =>
      container('mixed', [container('alternative', [plainPart(voice), htmlPart(voice)]), filePart(voice, form)]),
    files: oneFile,
  },
  {
    label: 'file-before-text',
    build: (voice, form) => container('mixed', [filePart(voice, form), plainPart(voice)]),
    files: oneFile,
  },
  {
    label: 'text-file-text',
    build: (voice, form) =>
      container('mixed', [
        textPart(voice, 'text/plain', `${voice.first}\n`, 'Content-Disposition: inline\r\n'),
        filePart(voice, form),
        textPart(voice, 'text/html', `<p>${voice.second}</p>\n`),
      ]),
    files: oneFile,
  },
  {
    label: 'mixed-in-mixed',
    build: (voice, form) =>
      container('mixed', [container('mixed', [container('mixed', [plainPart(voice)])]), filePart(voice, form)]),
    files: oneFile,
  },
  {
    label: 'forwarded',
    build: (voice) => container('mixed', [plainPart(voice), `Content-Type: message/rfc822\r\n\r\n${nested(voice)}`]),
    files: innerMessage,
  },
  {
    label: 'signed',
    build: (voice, form) =>
      container('signed', [
        container('mixed', [htmlPart(voice), filePart(voice, form)]),
        'Content-Type: application/pgp-signature; name=s.asc\r\n\r\nnot checked',
      ]),
    files: (voice) => [...oneFile(voice), { name: 's.asc', content: Buffer.from('not checked') }],
  },
  {
    label: 'unknown-container',
    build: (voice, form) => container('x-unheard-of', [plainPart(voice), filePart(voice, form)]),
    files: oneFile,
  },
]

const headOf = (voice: Voice): string =>
  [
    'From: "A. Sender" <a@example.org>',
    'To: b@example.net',
    `Subject: =?utf-8?B?${Buffer.from(voice.subject).toString('base64')}?=`,
    'Date: Mon, 9 Nov 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    '',
  ].join('\r\n')

/** Two thousand attachments with one name. */
function manyFiles(): VariedMail {
  const content = (index: number): Buffer => Buffer.from(`receipt number ${index}\n`)
  const parts = Array.from({ length: 2_000 }, (_, index) => {
    const head = 'Content-Type: text/csv; name="receipt.csv"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head + encodeBody(content(index), 'base64')
  })
  return {
    name: 'two-thousand-files',
    raw: `From: a@example.org\r\nSubject: receipts\r\nMIME-Version: 1.0\r\n${container('mixed', parts)}`,
    words: ['receipt (2000).csv'],
    files: parts.map((_, index) => ({
      name: index === 0 ? 'receipt.csv' : `receipt (${index + 1}).csv`,
      content: content(index),
    })),
  }
}

/** Every structure in every voice, and one mail with very many attachments. */
export function mailVariations(): readonly VariedMail[] {
  const varied = structures.flatMap(({ label, build, files }, form) =>
    voices.map((voice) => ({
      name: `${label} ${voice.label}`,
      raw: headOf(voice) + build(voice, form),
      words: [voice.subject, voice.first, voice.second],
      files: files?.(voice) ?? [],
    })),
  )
  return [...varied, manyFiles()]
}
