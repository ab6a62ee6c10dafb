import { utf16 } from './utf-16.ts'

/** A string that people read (ISO 32000-2 section 7.9.2.2); a bare JavaScript string stands for a name. */
export class PdfText {
  readonly value: string

  constructor(value: string) {
    this.value = value
  }
}

export const text = (value: string): PdfText => new PdfText(value)

/** Stands for an indirect object, whose entries may be added until the file is finished. */
export class PdfReference {
  readonly id: number
  readonly data: Record<string, PdfValue | undefined>

  constructor(id: number, data: Record<string, PdfValue | undefined>) {
    this.id = id
    this.data = data
  }
}

/** A name, a number, a string of bytes, and what they are put together to (ISO 32000-2 section 7.3). */
export type PdfValue =
  | boolean
  | number
  | string
  | PdfText
  | Uint8Array
  | PdfReference
  | readonly PdfValue[]
  | { readonly [key: string]: PdfValue | undefined }

/** The value as it stands in a file. Throws on a number that is none. */
export function written(value: PdfValue): string {
  if (typeof value === 'string') return writtenName(value)
  if (typeof value === 'number') return writtenNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof PdfReference) return `${value.id} 0 R`
  if (value instanceof PdfText) return `<feff${utf16(value.value)}>`
  if (value instanceof Uint8Array) return `<${digitsOf(value)}>`
  if (isList(value)) return `[${value.map(written).join(' ')}]`
  return writtenDictionary(value)
}

export function writtenDictionary(entries: { readonly [key: string]: PdfValue | undefined }): string {
  let out = '<<'
  for (const key of Object.keys(entries)) {
    const value = entries[key]
    if (value !== undefined) out += `\n${writtenName(key)} ${written(value)}`
  }
  return `${out}\n>>`
}

// Section 7.3.5: what is no regular character is written by its number.
function writtenName(name: string): string {
  return `/${name.replaceAll(/[^\w.+*:-]/g, (letter) => `#${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
}

// Section 7.3.3: no exponents; a millionth of a point is nothing.
function writtenNumber(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) throw new Error(`${value} is no number of a PDF`)
  return String(Number(value.toFixed(6)))
}

function digitsOf(bytes: Uint8Array): string {
  let digits = ''
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0')
  return digits
}

const isList = (value: PdfValue): value is readonly PdfValue[] => Array.isArray(value)
