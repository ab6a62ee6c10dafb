import { bounds } from '../model/bounds.ts'
import type { InlineImage } from '../pdf-document.ts'
import { readImage } from './read-image.ts'
import type { OpenImage } from './open-image.ts'

export type FoundImage =
  | { readonly kind: 'open'; readonly image: OpenImage; readonly name: string }
  /** In the message, but broken, too large or of a kind that is not shown. */
  | { readonly kind: 'unreadable'; readonly name: string }
  /** Not in the message: it is never fetched. */
  | { readonly kind: 'remote' }

/** The images of one message, each opened once; together they may not have more pixels than memory allows. */
export class ImageStore {
  readonly #inline: ReadonlyMap<string, InlineImage>
  readonly #opened = new Map<string, OpenImage | null>()
  readonly placeholder: (name: string) => string
  #pixels = 0

  constructor(inline: ReadonlyMap<string, InlineImage>, placeholder: (name: string) => string) {
    this.#inline = inline
    this.placeholder = placeholder
  }

  find(source: string): FoundImage {
    const scheme = source.slice(0, 5).toLowerCase()
    if (scheme.startsWith('cid:')) return this.#findInline(source.slice(4))
    if (scheme !== 'data:') return { kind: 'remote' }
    const image = this.#open(source, () => dataOf(source))
    return image === null ? { kind: 'unreadable', name: '' } : { kind: 'open', image, name: '' }
  }

  #findInline(identifier: string): FoundImage {
    const found = this.#inline.get(identifier) ?? this.#inline.get(decoded(identifier))
    const name = /^[^@]{1,80}/.exec(identifier)?.[0] ?? ''
    if (found === undefined) return { kind: 'unreadable', name: '' }
    const image = this.#open(`cid:${identifier}`, () => found.bytes)
    return image === null ? { kind: 'unreadable', name } : { kind: 'open', image, name: '' }
  }

  #open(key: string, read: () => Uint8Array | null): OpenImage | null {
    const known = this.#opened.get(key)
    if (known !== undefined) return known
    const image = this.#opened.size >= bounds.images ? null : this.#read(read())
    if (this.#opened.size < bounds.images) this.#opened.set(key, image)
    return image
  }

  #read(bytes: Uint8Array | null): OpenImage | null {
    const image = bytes === null ? null : readImage(bytes, bounds.pixels - this.#pixels)
    if (image !== null) this.#pixels += image.columns * image.rows
    return image
  }
}

function dataOf(source: string): Uint8Array | null {
  const comma = source.indexOf(',')
  if (
    comma === -1 ||
    !/^data:image\/[a-z+.-]{1,20}(?:;[^;,]{0,60}){0,3};base64$/i.test(source.slice(0, Math.min(comma, 200)))
  )
    return null
  return Buffer.from(source.slice(comma + 1), 'base64')
}

function decoded(identifier: string): string {
  try {
    return decodeURIComponent(identifier)
  } catch {
    return identifier
  }
}
