import { binaryText, bytesOfBinary } from '../charset/binary-text.ts'
import { decodeText } from '../charset/decode-text.ts'

export interface RtfBody {
  readonly kind: 'html' | 'text'
  readonly text: string
}

/** A control word with its number, a byte, a sign, a brace, or text. */
const token = /\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\/gi
/** Groups that hold no text of the message. */
const otherGroups = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'listtable',
  'generator',
  'themedata',
])
const breaks: Readonly<Record<string, string>> = { par: '\r\n', line: '\r\n', tab: '\t', cell: '\t', row: '\r\n' }
const signs: Readonly<Record<string, string>> = {
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
}
const maxDepth = 2_000

/**
 * The words of rich text, or the HTML that was wrapped in it (MS-OXRTFEX): what stands in `htmltag` groups and between
 * them, without what was added for readers of rich text. One pass; never throws.
 */
export function readRtf(bytes: Uint8Array): RtfBody {
  const rtf = binaryText(bytes)
  const reading = new RtfReading(/\\fromhtml1?\b/.test(rtf.slice(0, 1_000)), /\\ansicpg(\d{3,5})/.exec(rtf)?.[1])
  for (const [, word, number, byte, sign, brace, text] of rtf.matchAll(token)) {
    if (word !== undefined) reading.word(word.toLowerCase(), number)
    else if (byte !== undefined) reading.byte(Number.parseInt(byte, 16))
    else if (brace !== undefined) reading.brace(brace === '{')
    else if (sign !== undefined) reading.sign(sign)
    else if (text !== undefined) reading.text(text)
  }
  return { kind: reading.isHtml ? 'html' : 'text', text: reading.end() }
}

interface Group {
  isHidden: boolean
  isForRtfOnly: boolean
  isTag: boolean
  /** Characters that follow a Unicode one for readers that know none. */
  replacements: number
}

class RtfReading {
  readonly isHtml: boolean
  readonly #charset: string
  readonly #out: string[] = []
  readonly #outer: Group[] = []
  #group: Group = { isHidden: false, isForRtfOnly: false, isTag: false, replacements: 1 }
  #bytes: number[] = []
  #skip = 0
  #isMarked = false

  constructor(isHtml: boolean, codepage: string | undefined) {
    this.isHtml = isHtml
    this.#charset = codepage === '65001' ? 'utf-8' : `windows-${codepage ?? '1252'}`
  }

  brace(isOpening: boolean): void {
    this.#skip = 0
    this.#isMarked = false
    if (!isOpening) this.#group = this.#outer.pop() ?? this.#group
    else if (this.#outer.length < maxDepth) {
      this.#outer.push(this.#group)
      this.#group = { ...this.#group }
    }
  }

  word(name: string, number: string | undefined): void {
    const isMarked = this.#isMarked
    this.#isMarked = false
    if (name === 'htmltag') this.#group = { ...this.#group, isHidden: false, isTag: true }
    else if (name === 'htmlrtf') this.#group.isForRtfOnly = number !== '0'
    else if (isMarked || otherGroups.has(name)) this.#group.isHidden = true
    else if (name === 'uc') this.#group.replacements = Math.min(Number(number ?? 1), 10)
    else if (name === 'u') this.#unicode(Number(number ?? 0))
    else this.#put(breaks[name] ?? signs[name] ?? '')
  }

  sign(sign: string): void {
    if (sign === '*') this.#isMarked = true
    else if (sign === '~') this.#put('\u00a0')
    else if (sign === '{' || sign === '}' || sign === '\\') this.text(sign)
  }

  byte(byte: number): void {
    if (this.#skip > 0) this.#skip -= 1
    else if (this.#isShown()) this.#bytes.push(byte)
  }

  text(text: string): void {
    const shown = text.slice(this.#skip)
    this.#skip = Math.max(0, this.#skip - text.length)
    if (shown === '' || !this.#isShown()) return
    this.#flush()
    this.#out.push(decodeText(bytesOfBinary(shown), this.#charset))
  }

  end(): string {
    this.#flush()
    return this.#out.join('')
  }

  #unicode(code: number): void {
    this.#put(String.fromCharCode(code & 0xffff))
    this.#skip = this.#group.replacements
  }

  #put(text: string): void {
    if (text === '' || !this.#isShown()) return
    this.#flush()
    this.#out.push(text)
  }

  #isShown(): boolean {
    const { isHidden, isForRtfOnly, isTag } = this.#group
    return !isHidden && (isTag || !isForRtfOnly)
  }

  #flush(): void {
    if (this.#bytes.length === 0) return
    this.#out.push(decodeText(Uint8Array.from(this.#bytes), this.#charset))
    this.#bytes = []
  }
}
