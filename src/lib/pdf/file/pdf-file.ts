import { joinBytes } from '../../bytes/index.ts'
import { latin1 } from './latin1.ts'
import { packObjects } from './object-streams.ts'
import type { ObjectPlace } from './object-streams.ts'
import { PdfReference, text, writtenDictionary } from './pdf-value.ts'
import type { PdfValue } from './pdf-value.ts'

type Entries = Record<string, PdfValue | undefined>

export interface PdfPage {
  readonly dictionary: PdfReference
  readonly resources: Entries
  readonly annotations: PdfReference[]
}

/** What encrypts a file as it is written (ISO 32000-2 section 7.6). */
export interface PdfSecurity {
  /** Entries of the encryption dictionary. */
  readonly dictionary: Readonly<Record<string, PdfValue>>
  /** Encrypts one whole stream. */
  encrypt(plain: Uint8Array): Uint8Array
}

/** In the format of zlib (RFC 1950); a level up to 9. */
export type Deflate = (bytes: Uint8Array, level: 3 | 9) => Uint8Array

export interface PdfFileOptions {
  readonly title: string
  readonly language: string
  readonly size: readonly [width: number, height: number]
  /** Null for a file that everybody may open. */
  readonly security: PdfSecurity | null
  readonly deflate: Deflate
}

// ISO 32000-2 section 7.5.2: the second line says that the file is no text.
const header = latin1('%PDF-2.0\n%\xff\xff\xff\xff\n')

/**
 * A PDF 2.0 that is being written: objects, pages, trailer. All objects but streams lie in object streams, so that what
 * is encrypted at all is encrypted as a whole: widths of letters, the structure, the places of links.
 */
export class PdfFile {
  readonly root: Entries
  readonly #options: PdfFileOptions
  readonly #objects: PdfReference[] = []
  readonly #streams = new Map<PdfReference, Uint8Array>()
  readonly #pages: PdfPage[] = []
  readonly #tree: PdfReference

  constructor(options: PdfFileOptions) {
    this.#options = options
    this.#tree = this.ref({ Type: 'Pages' })
    this.root = {
      Type: 'Catalog',
      Pages: this.#tree,
      Lang: text(options.language),
      ViewerPreferences: { DisplayDocTitle: true },
    }
  }

  ref(data: Entries = {}): PdfReference {
    const reference = new PdfReference(this.#objects.length + 1, data)
    this.#objects.push(reference)
    return reference
  }

  /** A stream object; it is deflated unless its entries name a filter that its bytes went through. */
  stream(bytes: Uint8Array, data: Entries = {}): PdfReference {
    if (data['Filter'] !== undefined) return this.#add(bytes, data)
    return this.deflatedStream(this.#options.deflate(bytes, 3), data)
  }

  /** A stream object of bytes that are deflated already. */
  deflatedStream(bytes: Uint8Array, data: Entries = {}): PdfReference {
    return this.#add(bytes, { ...data, Filter: 'FlateDecode' })
  }

  /** Adds a page with its whole content, in the page's own coordinates: y grows downwards. */
  addPage(content: string): PdfPage {
    const [width, height] = this.#options.size
    const page: PdfPage = { resources: {}, annotations: [], dictionary: this.ref() }
    Object.assign(page.dictionary.data, {
      Type: 'Page',
      Parent: this.#tree,
      MediaBox: [0, 0, width, height],
      Contents: this.stream(latin1(`1 0 0 -1 0 ${height} cm\n${content}`)),
      Resources: page.resources,
      Annots: page.annotations,
    })
    this.#pages.push(page)
    return page
  }

  finish(): Uint8Array {
    const { title, security } = this.#options
    this.#tree.data['Kids'] = this.#pages.map(({ dictionary }) => dictionary)
    this.#tree.data['Count'] = this.#pages.length
    const trailer: Entries = {
      Root: this.ref(this.root),
      Info: this.ref({ Title: text(title), Producer: text('Sealpost'), Creator: text('Sealpost') }),
    }
    const plain = this.#objects.filter((object) => !this.#streams.has(object))
    const places = new Map<number, ObjectPlace>()
    for (const { members, bytes, first } of packObjects(plain)) {
      const stream = this.stream(bytes, { Type: 'ObjStm', N: members.length, First: first })
      for (const [index, id] of members.entries()) places.set(id, { kind: 'inside', stream: stream.id, index })
    }
    const writer = new BodyWriter(places)
    for (const [reference, bytes] of this.#streams)
      writer.addStream(reference, security === null ? bytes : security.encrypt(bytes))
    if (security !== null) {
      // It stands alone, and in clear (section 7.6.2).
      const dictionary = this.ref({ ...security.dictionary })
      writer.addObject(dictionary)
      trailer['Encrypt'] = dictionary
    }
    return writer.end(this.ref(), trailer, this.#options.deflate)
  }

  #add(bytes: Uint8Array, data: Entries): PdfReference {
    const reference = this.ref(data)
    this.#streams.set(reference, bytes)
    return reference
  }
}

/** Writes objects one behind the other and remembers where. */
class BodyWriter {
  readonly #pieces: Uint8Array[] = [header]
  readonly #places: Map<number, ObjectPlace>
  #length = header.length

  constructor(places: Map<number, ObjectPlace>) {
    this.#places = places
  }

  addStream(reference: PdfReference, bytes: Uint8Array): void {
    const entries = writtenDictionary({ ...reference.data, Length: bytes.length })
    this.#begin(reference)
    this.#put(latin1(`${entries}\nstream\n`))
    this.#put(bytes)
    this.#put(latin1('\nendstream\nendobj\n'))
  }

  addObject(reference: PdfReference): void {
    this.#begin(reference)
    this.#put(latin1(`${writtenDictionary(reference.data)}\nendobj\n`))
  }

  /** Section 7.5.8: the cross-reference is the last object, and a stream that is never encrypted. */
  end(reference: PdfReference, trailer: Entries, deflate: Deflate): Uint8Array {
    const start = this.#length
    this.#places.set(reference.id, { kind: 'file', offset: start })
    // Random: one made of title and time would prove a guessed title to whoever cannot open the file.
    const identifier = globalThis.crypto.getRandomValues(new Uint8Array(16))
    const size = reference.id + 1
    Object.assign(reference.data, trailer, { Type: 'XRef', Size: size, W: [1, 4, 2], ID: [identifier, identifier] })
    reference.data['Filter'] = 'FlateDecode'
    this.addStream(reference, deflate(crossReference(size, this.#places), 3))
    this.#put(latin1(`startxref\n${start}\n%%EOF\n`))
    return joinBytes(this.#pieces)
  }

  #begin(reference: PdfReference): void {
    this.#places.set(reference.id, { kind: 'file', offset: this.#length })
    this.#put(latin1(`${reference.id} 0 obj\n`))
  }

  #put(bytes: Uint8Array): void {
    this.#pieces.push(bytes)
    this.#length += bytes.length
  }
}

function crossReference(size: number, places: ReadonlyMap<number, ObjectPlace>): Uint8Array {
  const rows = new DataView(new ArrayBuffer(size * 7))
  // Object 0 heads the list of free ones, of which there are none.
  rows.setUint16(5, 0xffff)
  for (const [id, place] of places) {
    rows.setUint8(id * 7, place.kind === 'file' ? 1 : 2)
    rows.setUint32(id * 7 + 1, place.kind === 'file' ? place.offset : place.stream)
    rows.setUint16(id * 7 + 5, place.kind === 'file' ? 0 : place.index)
  }
  return new Uint8Array(rows.buffer)
}
