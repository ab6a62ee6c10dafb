import { AppError } from '../../../lib/errors/app-error.ts'

/** An object that pdfkit is writing. */
export interface KitReference {
  readonly id: number
  readonly data: unknown
  /** The pieces of its stream; empty for an object without one. */
  readonly buffer: { readonly length: number }
  finalize(): void
  write(chunk: Uint8Array): void
  end(chunk?: Uint8Array): void
}

/** The inner parts of pdfkit 0.20 that encryption has to do with. */
export interface KitDocument {
  version: string | number
  _id: Uint8Array
  _security: KitSecurity | null
  _ended: boolean
  readonly _offset: number
  readonly _offsets: readonly (number | null)[]
  readonly _root: KitReference & { readonly data: Readonly<Record<string, unknown>> }
  readonly _info: KitReference
  _write(data: string | Uint8Array): void
  _refEnd(reference: KitReference): void
  _finalize(): void
  ref(data: unknown): KitReference
  push(chunk: null): void
  read(): unknown
  unshift(chunk: Uint8Array): void
}

export interface KitSecurity {
  readonly dictionary: KitReference
  getEncryptFn(): (plain: Uint8Array) => Uint8Array
  end(): void
}

/**
 * The same document, seen from inside. Throws unless it is of the pdfkit this was written for, has version 1.7, no
 * encryption of its own, and nothing in it was written yet.
 */
export function insideOf(document: unknown): KitDocument {
  if (isFreshDocument(document)) return document
  throw new AppError('broken', 'packaging.pdf-not-fresh', 'A PDF was begun before it was encrypted.')
}

const methods = ['_write', '_refEnd', '_finalize', 'ref', 'push', 'read', 'unshift'] as const

function isFreshDocument(document: unknown): document is KitDocument {
  if (typeof document !== 'object' || document === null) return false
  const offsets: unknown = Reflect.get(document, '_offsets')
  return (
    methods.every((name) => typeof Reflect.get(document, name) === 'function') &&
    isReference(Reflect.get(document, '_root')) &&
    Array.isArray(offsets) &&
    offsets.every((offset) => offset === null) &&
    Reflect.get(document, '_security') === null &&
    Reflect.get(document, 'version') === 1.7
  )
}

export const isReference = (value: unknown): value is KitReference =>
  typeof value === 'object' && value !== null && 'finalize' in value && 'buffer' in value && 'id' in value
