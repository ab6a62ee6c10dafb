/** What the header of a PNG says, checked. */
export interface PngHeader {
  readonly columns: number
  readonly rows: number
  readonly bits: number
  readonly colourType: number
  readonly isInterlaced: boolean
}

/** Samples per pixel by colour type (W3C PNG section 11.2.2). */
export const samplesOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Bytes of one row without its filter. */
export function rowBytes(header: PngHeader, columns: number): number {
  return Math.ceil((columns * (samplesOf[header.colourType] ?? 1) * header.bits) / 8)
}
