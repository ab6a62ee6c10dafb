import { pdfCheckFailure } from './check-failure.ts'

export type PdfValue =
  | number
  | boolean
  | null
  | PdfName
  | PdfString
  | PdfReference
  | readonly PdfValue[]
  | PdfDictionary

export type PdfDictionary = ReadonlyMap<string, PdfValue>

export interface PdfName {
  readonly kind: 'name'
  /** As it is written, without the slash: escapes are not resolved. */
  readonly name: string
}

export interface PdfString {
  readonly kind: 'string'
  readonly bytes: Buffer
}

export interface PdfReference {
  readonly kind: 'reference'
  readonly id: number
}

export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary => value instanceof Map

/** The entry of a dictionary as a dictionary, a name, a number or a string; throws if it is something else or missing. */
export function dictionaryAt(from: PdfDictionary, key: string): PdfDictionary {
  const value = from.get(key)
  if (!isDictionary(value)) throw pdfCheckFailure('a dictionary is missing')
  return value
}

export function nameAt(from: PdfDictionary, key: string): string | null {
  const value = from.get(key)
  return isKind(value, 'name') ? value.name : null
}

export function numberAt(from: PdfDictionary, key: string): number {
  const value = from.get(key)
  if (typeof value !== 'number') throw pdfCheckFailure('a number is missing')
  return value
}

export function bytesAt(from: PdfDictionary, key: string, length: number): Buffer {
  const value = from.get(key)
  if (!isKind(value, 'string') || value.bytes.length !== length) throw pdfCheckFailure('a key entry is missing')
  return value.bytes
}

export function referenceAt(from: PdfDictionary, key: string): number {
  const value = from.get(key)
  if (!isKind(value, 'reference')) throw pdfCheckFailure('a reference is missing')
  return value.id
}

export function isKind<Kind extends 'name' | 'string' | 'reference'>(
  value: PdfValue | undefined,
  kind: Kind,
): value is Extract<PdfValue, { readonly kind: Kind }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
