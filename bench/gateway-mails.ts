/** The mails of `npm run bench:gateway`: alike in size, each with words and bytes of its own. */
import { randomBytes, randomInt } from 'node:crypto'

export interface MailKind {
  readonly name: string
  /** How many times the throughput of the pipeline is the goal; null where there is none. */
  readonly goal: number | null
  make(): Buffer
}

const words =
  'Befund Untersuchung Termin Unterlagen Ergebnis Kontrolle Praxis Rezept Überweisung Behandlung Versicherung Bitte Anlage Schreiben Vertrag Frist Rechnung möchten übersenden besprechen morgen heute freundlich'.split(
    ' ',
  )

const word = (): string => words[randomInt(words.length)] ?? ''

function paragraphs(chars: number): string {
  const lines: string[] = []
  for (let length = 0; length < chars; length += lines.at(-1)?.length ?? 0) {
    const sentence = Array.from({ length: 10 }, word).join(' ')
    lines.push(`${sentence}.${lines.length % 5 === 4 ? '\r\n' : ''}\r\n`)
  }
  return lines.join('')
}

const wrapped = (bytes: Buffer): string => bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n')

const header = (type: string): string =>
  [
    'From: Praxis Dr. Weber <praxis@weber.example>',
    'To: Anna Schmidt <anna.schmidt@mail.example>',
    `Subject: ${word()} ${word()} ${randomInt(1000)}`,
    'Date: Mon, 04 May 2026 10:20:30 +0200',
    `Message-ID: <${randomBytes(12).toString('hex')}@weber.example>`,
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
  ].join('\r\n')

const textPart = (chars: number): string =>
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${paragraphs(chars)}`

/** A letter of one page with attachments that are compressed already, as scans, photographs and office files are. */
function letter(attachments: readonly number[]): Buffer {
  const files = attachments.map(
    (bytes, index) =>
      `Content-Type: application/pdf; name="Anlage ${index + 1}.pdf"\r\nContent-Disposition: attachment; filename="Anlage ${index + 1}.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(randomBytes(bytes))}`,
  )
  const parts = [textPart(2_000), ...files].map((part) => `--next\r\n${part}\r\n`)
  return Buffer.from(`${header('multipart/mixed; boundary=next')}\r\n\r\n${parts.join('')}--next--\r\n`)
}

export const mailKinds: readonly MailKind[] = [
  { name: '20 kB: a page of text, an attachment of 12 kB', goal: 3, make: () => letter([12_400]) },
  {
    name: '20 kB: nothing but text',
    goal: null,
    make: () => Buffer.from(`${header('text/plain; charset=utf-8')}\r\n\r\n${paragraphs(19_600)}`),
  },
  {
    name: '20 MB: a page of text, four attachments',
    goal: 1.5,
    make: () => letter([3, 3, 4, 4.6].map((mb) => mb * 1e6)),
  },
]
