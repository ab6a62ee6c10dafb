import { deflateSync } from 'node:zlib'
import PDFKit from 'pdfkit'
import { installR6 } from '../../pdf-encryption/install-r6.ts'

/** An object of the file under construction. */
export interface PdfReference {
  readonly data: Record<string, unknown>
  compress: boolean
  write(chunk: Uint8Array): void
  end(chunk?: Uint8Array | string): void
}

export interface PdfPage {
  readonly dictionary: PdfReference
  readonly resources: PdfReference
  readonly annotations: PdfReference[]
}

const shortBytes = 4096
const shortTables = { windowBits: 12, memLevel: 5, chunkSize: shortBytes } as const

const fixed = {
  autoFirstPage: false,
  bufferPages: true,
  margin: 0,
  displayTitle: true,
  font: '',
  pdfVersion: '1.7',
} as const

interface KitPage extends PdfPage {
  readonly height: number
  readonly content: PdfReference & { readonly buffer: Uint8Array[] }
  write(chunk: Uint8Array): void
}

/** The parts of pdfkit that its types leave out. */
interface Kit {
  readonly _root: PdfReference
  readonly page: KitPage
  readonly info: Record<string, unknown>
  ref(data?: Record<string, unknown>): PdfReference
  addPage(): void
  end(): void
  on(event: 'data', listener: (chunk: Buffer) => void): void
  on(event: 'end', listener: () => void): void
  on(event: 'error', listener: (error: Error) => void): void
}

export interface PdfFileOptions {
  readonly title: string
  readonly language: string
  readonly size: readonly [width: number, height: number]
  /** Null only in tests: everything that leaves is encrypted. */
  readonly password: string | null
}

/**
 * The file that is being written: objects, pages, trailer. pdfkit keeps the books of objects; text, fonts and structure
 * are ours, because its own can neither write from right to left nor tell pages of links apart.
 */
export class PdfFile {
  readonly #kit: Kit
  readonly #chunks: Buffer[] = []
  readonly #ended: Promise<void>

  constructor(options: PdfFileOptions) {
    const info = { Title: options.title, Producer: 'Sealpost', Creator: 'Sealpost' }
    const document = new PDFKit({ ...fixed, size: [...options.size], lang: options.language, info })
    const kit: unknown = document
    if (!isKit(kit)) throw new TypeError('this version of pdfkit is not the one this was written for')
    this.#kit = kit
    // What pdfkit would write puts the title into XML as it stands.
    Reflect.set(kit, 'endMetadata', () => {})
    if (options.password !== null) installR6(document, { userPassword: options.password })
    this.#ended = new Promise((resolve, reject) => {
      kit.on('data', (chunk) => this.#chunks.push(chunk))
      kit.on('end', resolve)
      kit.on('error', reject)
    })
  }

  get root(): Record<string, unknown> {
    return this.#kit._root.data
  }

  ref(data: Record<string, unknown> = {}): PdfReference {
    return this.#kit.ref(data)
  }

  /** A stream object of bytes that are deflated already. */
  deflatedStream(bytes: Uint8Array, data: Record<string, unknown> = {}): PdfReference {
    const reference = this.#kit.ref({ ...data, Filter: 'FlateDecode' })
    reference.end(bytes)
    return reference
  }

  /** Adds a page with its whole content, in the page's own coordinates: y grows downwards. */
  addPage(content: string): PdfPage {
    this.#kit.addPage()
    const { page } = this.#kit
    page.content.compress = false
    // pdfkit has begun the content in clear: its first line, which turns the page over, is written again.
    page.content.buffer.length = 0
    Object.assign(page.content.data, { Filter: 'FlateDecode', Length: 0 })
    page.write(deflated(Buffer.from(`1 0 0 -1 0 ${page.height} cm\n${content}`, 'latin1')))
    return page
  }

  async finish(): Promise<Uint8Array> {
    this.#kit.end()
    await this.#ended
    const bytes = Buffer.concat(this.#chunks)
    // pdfkit knows no version above 1.7 (ISO 32000-2 section 7.5.2).
    bytes.write('%PDF-2.0', 0, 'latin1')
    return bytes
  }
}

/** Quickly; where the content is short, with short tables: clearing long ones would take longer than the rest. */
function deflated(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, bytes.length > shortBytes ? { level: 3 } : { level: 3, ...shortTables })
}

function isKit(value: unknown): value is Kit {
  return (
    typeof value === 'object' &&
    value !== null &&
    '_root' in value &&
    '_id' in value &&
    '_security' in value &&
    'ref' in value
  )
}
