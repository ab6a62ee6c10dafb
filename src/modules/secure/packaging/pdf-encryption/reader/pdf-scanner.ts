import { pdfCheckFailure } from './check-failure.ts'
import type { PdfDictionary, PdfString, PdfValue } from './pdf-value.ts'

const maxDepth = 100
const space = 1
const delimiter = 2
const classes = new Uint8Array(256)
for (const code of [0, 9, 10, 12, 13, 32]) classes[code] = space
for (const sign of '()<>[]{}/%') classes[sign.charCodeAt(0)] = delimiter

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Reads PDF values (ISO 32000-2 section 7.3) one after the other; throws on anything that is none. */
export class PdfScanner {
  readonly #bytes: Buffer
  #position: number
  #strings: PdfString[] = []

  constructor(bytes: Buffer, position = 0) {
    this.#bytes = bytes
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  /** The strings that were read since this was asked for the last time. */
  takeStrings(): readonly PdfString[] {
    const strings = this.#strings
    this.#strings = []
    return strings
  }

  skipSpace(): void {
    while (classes[this.#byte()] === space && this.#position < this.#bytes.length) this.#position++
  }

  /** The next word of ordinary characters, '' in front of a delimiter or at the end. */
  readWord(): string {
    this.skipSpace()
    const start = this.#position
    while (this.#position < this.#bytes.length && classes[this.#byte()] === 0) this.#position++
    return this.#bytes.toString('latin1', start, this.#position)
  }

  readInteger(): number {
    const word = this.readWord()
    if (!/^\d{1,10}$/.test(word)) throw pdfCheckFailure('a number is missing')
    return Number(word)
  }

  expectWord(wanted: string): void {
    if (this.readWord() !== wanted) throw pdfCheckFailure('the structure is broken')
  }

  readValue(depth = 0): PdfValue {
    if (depth > maxDepth) throw pdfCheckFailure('values are nested too deeply')
    this.skipSpace()
    switch (this.#byte()) {
      case 0x2f:
        return this.#readName()
      case 0x3c:
        return this.#bytes[this.#position + 1] === 0x3c ? this.#readDictionary(depth) : this.#readHexString()
      case 0x28:
        return this.#readLiteralString()
      case 0x5b:
        return this.#readArray(depth)
      default:
        return this.#readPlain()
    }
  }

  #readName(): PdfValue {
    this.#position++
    const start = this.#position
    while (classes[this.#byte()] === 0 && this.#position < this.#bytes.length) this.#position++
    return { kind: 'name', name: this.#bytes.toString('latin1', start, this.#position) }
  }

  #readDictionary(depth: number): PdfDictionary {
    this.#position += 2
    const entries = new Map<string, PdfValue>()
    for (this.skipSpace(); this.#byte() !== 0x3e; this.skipSpace()) {
      if (this.#byte() !== 0x2f) throw pdfCheckFailure('a dictionary is broken')
      this.#position++
      const key = this.readWord()
      entries.set(key, this.readValue(depth + 1))
    }
    this.#position += 2
    return entries
  }

  #readArray(depth: number): readonly PdfValue[] {
    this.#position++
    const items: PdfValue[] = []
    for (this.skipSpace(); this.#byte() !== 0x5d; this.skipSpace()) items.push(this.readValue(depth + 1))
    this.#position++
    return items
  }

  #readHexString(): PdfString {
    const end = this.#bytes.indexOf(0x3e, this.#position)
    const digits = this.#bytes.toString('latin1', this.#position + 1, end)
    if (end < 0 || digits.length % 2 !== 0 || !/^[\da-f]*$/i.test(digits)) throw pdfCheckFailure('a string is broken')
    this.#position = end + 1
    return this.#keep(Buffer.from(digits, 'hex'))
  }

  #readLiteralString(): PdfString {
    const start = this.#position + 1
    let open = 1
    let at = start
    for (; open > 0; at++) {
      if (at >= this.#bytes.length) throw pdfCheckFailure('a string has no end')
      const byte = this.#bytes[at]
      if (byte === 0x5c) at++
      else if (byte === 0x28) open++
      else if (byte === 0x29) open--
    }
    this.#position = at
    const written = this.#bytes.toString('latin1', start, at - 1)
    const text = written.includes('\\')
      ? written.replaceAll(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign)
      : written
    return this.#keep(Buffer.from(text, 'latin1'))
  }

  #keep(bytes: Buffer): PdfString {
    const value = { kind: 'string', bytes } as const
    this.#strings.push(value)
    return value
  }

  /** A number, a reference, or one of the three words. */
  #readPlain(): PdfValue {
    const word = this.readWord()
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(word)) throw pdfCheckFailure('a value is broken')
    return this.#readReference(word) ?? Number(word)
  }

  #readReference(id: string): PdfValue | null {
    const back = this.#position
    if (this.#byte() === 0x20 && /^\d+$/.test(id) && this.readWord() === '0' && this.readWord() === 'R') {
      return { kind: 'reference', id: Number(id) }
    }
    this.#position = back
    return null
  }

  #byte(): number {
    return this.#bytes[this.#position] ?? 0
  }
}
