import { isReference, type KitDocument, type KitReference } from './pdfkit-document.ts'

/** A reader decompresses one of these as a whole to get at one object. */
const objectsPerStream = 200

interface PackedObject {
  readonly id: number
  readonly text: string
}

/**
 * Makes a fresh document put everything but streams into object streams (ISO 32000-2 section 7.5.7), and end with a
 * cross-reference stream. Encryption covers strings and streams only: outside, the widths of the letters in the order of
 * their first use, the structure of tables and lists and the places of links would stay readable for everybody.
 */
export function packObjects(document: KitDocument): void {
  const packed: PackedObject[] = []
  const makeReference = document.ref.bind(document)
  document.ref = (data) => packInstead(document, makeReference(data), packed)
  for (const known of [document._root, ...Object.values(document._root.data)]) {
    if (isReference(known)) packInstead(document, known, packed)
  }
  document._finalize = () => {
    document._ended = false
    const places = writeObjectStreams(packed, makeReference)
    writeCrossReference(document, places, makeReference)
  }
}

/** Lets pdfkit write the object as ever, but into our hands and without encryption: its object stream is encrypted. */
function packInstead(document: KitDocument, reference: KitReference, packed: PackedObject[]): KitReference {
  const finalize = reference.finalize.bind(reference)
  reference.finalize = () => {
    if (reference.buffer.length > 0) return finalize()
    packed.push({ id: reference.id, text: captureObject(document, finalize) })
    document._refEnd(reference)
  }
  return reference
}

function captureObject(document: KitDocument, finalize: () => void): string {
  const { _security, _write, _refEnd } = document
  const lines: string[] = []
  document._security = null
  document._write = (data) => lines.push(String(data))
  document._refEnd = () => undefined
  try {
    finalize()
  } finally {
    Object.assign(document, { _security, _write, _refEnd })
  }
  // Between "1 0 obj" and "endobj".
  return lines.slice(1, -1).join('\n')
}

/** Where each packed object lies: the number of its stream, and its place in it. */
type Places = ReadonlyMap<number, { readonly stream: number; readonly index: number }>

type MakeReference = (data: unknown) => KitReference

function writeObjectStreams(packed: readonly PackedObject[], makeReference: MakeReference): Places {
  const places = new Map<number, { readonly stream: number; readonly index: number }>()
  for (let start = 0; start < packed.length; start += objectsPerStream) {
    const group = packed.slice(start, start + objectsPerStream)
    const { header, body } = joinObjects(group)
    const stream = makeReference({ Type: 'ObjStm', N: group.length, First: header.length })
    for (const [index, { id }] of group.entries()) places.set(id, { stream: stream.id, index })
    stream.end(Buffer.from(header + body, 'latin1'))
  }
  return places
}

function joinObjects(group: readonly PackedObject[]): { readonly header: string; readonly body: string } {
  let offset = 0
  const pairs = group.map(({ id, text }) => {
    const pair = `${id} ${offset}`
    offset += text.length + 1
    return pair
  })
  return { header: `${pairs.join(' ')}\n`, body: group.map(({ text }) => `${text}\n`).join('') }
}

/** ISO 32000-2 section 7.5.8; it is the one stream that is never encrypted. */
function writeCrossReference(document: KitDocument, places: Places, makeReference: MakeReference): void {
  const security = document._security
  const dictionary = {
    Type: 'XRef',
    Size: document._offsets.length + 2,
    W: [1, 4, 2],
    Root: document._root,
    Info: document._info,
    ID: [document._id, document._id],
    Encrypt: security?.dictionary,
  }
  const reference = makeReference(dictionary)
  const start = document._offset
  document._security = null
  reference.end(crossReferenceRows([...document._offsets.slice(0, -1), start], places))
  document._security = security
  document._write(`startxref\n${start}\n%%EOF`)
  document.push(null)
}

function crossReferenceRows(offsets: readonly (number | null)[], places: Places): Buffer {
  const rows = Buffer.alloc((offsets.length + 1) * 7)
  rows.writeUInt16BE(0xffff, 5)
  for (const [index, offset] of offsets.entries()) {
    const place = places.get(index + 1)
    const at = (index + 1) * 7
    rows.writeUInt8(place === undefined ? 1 : 2, at)
    rows.writeUInt32BE(place?.stream ?? offset ?? 0, at + 1)
    rows.writeUInt16BE(place?.index ?? 0, at + 5)
  }
  return rows
}
