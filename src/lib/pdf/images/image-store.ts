import { joinBytes } from '../../bytes/index.ts'
import { createTransferDecoder } from '../../mime/index.ts'
import { latin1 } from '../file/latin1.ts'
import { bounds } from '../model/bounds.ts'
import type { InlineImage } from '../pdf-document.ts'
import type { ImageTools } from './image-tools.ts'
import { readImage } from './read-image.ts'
import type { OpenImage } from './open-image.ts'

export type FoundImage =
  | { readonly kind: 'open'; readonly image: OpenImage; readonly name: string }
  /** In the message, but broken, too large or of a kind that is not shown. */
  | { readonly kind: 'unreadable'; readonly name: string }
  /** Named as a part of the message, but not in it. */
  | { readonly kind: 'missing' }
  /** Elsewhere: it is never fetched. */
  | { readonly kind: 'remote' }

/** The images of one message, each opened once; together they may not have more pixels than memory allows. */
export class ImageStore {
  readonly #inline: ReadonlyMap<string, InlineImage>
  readonly #tools: ImageTools
  readonly #opened = new Map<InlineImage | string, OpenImage | null>()
  readonly placeholder: (name: string) => string
  #pixels = 0
  #bytes = 0
  #hasUnreadable = false

  constructor(
    inline: ReadonlyMap<string, InlineImage>,
    { tools, placeholder }: { readonly tools: ImageTools; readonly placeholder: (name: string) => string },
  ) {
    this.#inline = inline
    this.#tools = tools
    this.placeholder = placeholder
  }

  /** Whether the text asked for an image that the message has and that cannot be shown. */
  get hasUnreadable(): boolean {
    return this.#hasUnreadable
  }

  find(source: string): FoundImage {
    const address = source.trim()
    const scheme = address.slice(0, 5).toLowerCase()
    if (scheme.startsWith('cid:')) return this.#findInline(address.slice(4))
    if (scheme === 'data:')
      return this.#found(
        this.#open(address, () => dataOf(address)),
        '',
      )
    const located = this.#inline.get(address)
    return located === undefined ? { kind: 'remote' } : this.#found(this.#openFile(located), address)
  }

  /** The files of the message that these images were made of. */
  filesOf(images: ReadonlySet<OpenImage>): ReadonlySet<InlineImage> {
    const files = new Set<InlineImage>()
    for (const [key, image] of this.#opened)
      if (typeof key !== 'string' && image !== null && images.has(image)) files.add(key)
    return files
  }

  #findInline(identifier: string): FoundImage {
    const found = this.#inline.get(identifier.toLowerCase()) ?? this.#inline.get(decoded(identifier).toLowerCase())
    if (found === undefined) return { kind: 'missing' }
    return this.#found(this.#openFile(found), /^[^@]{1,80}/.exec(identifier)?.[0] ?? '')
  }

  #found(image: OpenImage | null, name: string): FoundImage {
    if (image !== null) return { kind: 'open', image, name: '' }
    this.#hasUnreadable = true
    return { kind: 'unreadable', name }
  }

  #openFile(file: InlineImage): OpenImage | null {
    return this.#open(file, () => {
      this.#bytes += file.bytes.length
      return this.#bytes > bounds.imageBytes ? null : file.bytes
    })
  }

  #open(key: InlineImage | string, read: () => Uint8Array | null): OpenImage | null {
    const known = this.#opened.get(key)
    if (known !== undefined) return known
    const image = this.#opened.size >= bounds.images ? null : this.#read(read())
    if (this.#opened.size < bounds.images) this.#opened.set(key, image)
    return image
  }

  #read(bytes: Uint8Array | null): OpenImage | null {
    const image = bytes === null ? null : readImage(bytes, bounds.pixels - this.#pixels, this.#tools)
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
  const decoder = createTransferDecoder('base64')
  return joinBytes([decoder.push(latin1(source.slice(comma + 1))), decoder.end()])
}

function decoded(identifier: string): string {
  try {
    return decodeURIComponent(identifier)
  } catch {
    return identifier
  }
}
