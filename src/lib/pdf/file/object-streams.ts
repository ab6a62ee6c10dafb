import { writtenDictionary } from './pdf-value.ts'
import type { PdfReference } from './pdf-value.ts'

/** A reader decompresses one of these as a whole to get at one object. */
const objectsPerStream = 200

/** Where an object lies: at a place of the file, or inside an object stream. */
export type ObjectPlace =
  | { readonly kind: 'file'; readonly offset: number }
  | { readonly kind: 'inside'; readonly stream: number; readonly index: number }

/** The content of one object stream: pairs of number and place, then the objects (ISO 32000-2 section 7.5.7). */
export interface ObjectGroup {
  /** Numbers of the objects, in their order. */
  readonly members: readonly number[]
  readonly bytes: Uint8Array
  /** Where the first object begins. */
  readonly first: number
}

export function packObjects(objects: readonly PdfReference[]): readonly ObjectGroup[] {
  const groups: ObjectGroup[] = []
  for (let start = 0; start < objects.length; start += objectsPerStream)
    groups.push(packGroup(objects.slice(start, start + objectsPerStream)))
  return groups
}

function packGroup(objects: readonly PdfReference[]): ObjectGroup {
  let offset = 0
  let body = ''
  const pairs = objects.map(({ id, data }) => {
    const pair = `${id} ${offset}`
    const object = `${writtenDictionary(data)}\n`
    offset += object.length
    body += object
    return pair
  })
  const header = `${pairs.join(' ')}\n`
  return { members: objects.map(({ id }) => id), bytes: new TextEncoder().encode(header + body), first: header.length }
}
