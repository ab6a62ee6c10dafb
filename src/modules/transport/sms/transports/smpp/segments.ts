import { gsm7Codes } from './gsm7.ts'

/** SMPP 3.4 section 5.2.19 data_coding: 0 is the default alphabet of the centre, 8 is UCS-2. */
export type DataCoding = 0 | 8

/** One short message; `part` and `parts` count from 1, and `parts` is 1 for a text that fits. */
export interface Segment {
  readonly dataCoding: DataCoding
  readonly octets: Uint8Array
  readonly part: number
  readonly parts: number
}

/** Longer texts are refused: each segment is paid for, and phones give up joining long before this. */
export const maxSegments = 6

/** Octets of one short message alone, and of one that carries the 6-octet header that joins it (3GPP TS 23.040). */
const capacity: Readonly<Record<DataCoding, { readonly alone: number; readonly joined: number }>> = {
  0: { alone: 160, joined: 153 },
  8: { alone: 140, joined: 134 },
}

/**
 * Cuts a text into short messages: the GSM alphabet if it holds every character, otherwise UCS-2. An escaped character
 * or a surrogate pair is never cut in two. Returns undefined for an empty text or one longer than `maxSegments`.
 */
export function toSegments(text: string): readonly Segment[] | undefined {
  const gsm = inGsm7(text)
  const dataCoding = gsm === undefined ? 8 : 0
  const characters = gsm ?? inUcs2(text)
  const { alone, joined } = capacity[dataCoding]
  const octetCount = characters.reduce((sum, codes) => sum + codes.length, 0)
  if (octetCount === 0) return undefined
  const bodies = fill(characters, octetCount <= alone ? alone : joined)
  if (bodies.length > maxSegments) return undefined
  return bodies.map((octets, index) => ({ dataCoding, octets, part: index + 1, parts: bodies.length }))
}

function fill(characters: readonly (readonly number[])[], maxOctets: number): readonly Uint8Array[] {
  const bodies: number[][] = [[]]
  for (const codes of characters) {
    const last = bodies.at(-1)
    if (last !== undefined && last.length + codes.length <= maxOctets) last.push(...codes)
    else bodies.push([...codes])
  }
  return bodies.map((body) => Uint8Array.from(body))
}

function inGsm7(text: string): readonly (readonly number[])[] | undefined {
  const characters: (readonly number[])[] = []
  for (const character of text) {
    const codes = gsm7Codes(character)
    if (codes === undefined) return undefined
    characters.push(codes)
  }
  return characters
}

function inUcs2(text: string): readonly (readonly number[])[] {
  return [...text.toWellFormed()].map((character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index)).flatMap((unit) => [
      unit >> 8,
      unit & 0xff,
    ]),
  )
}

/** The header that joins the parts of a long text: 3GPP TS 23.040 section 9.2.3.24.1, concatenated messages, 8-bit reference. */
export function joiningHeader(segment: Segment, reference: number): Uint8Array {
  return Uint8Array.of(5, 0, 3, reference & 0xff, segment.parts, segment.part)
}
