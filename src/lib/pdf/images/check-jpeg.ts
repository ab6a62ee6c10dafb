/** What a JPEG's frame says of one component. */
interface Component {
  readonly id: number
  readonly quantisation: number
}

/**
 * Whether a JPEG is whole: it goes on to its end mark, and has every table that its scans name before they name it
 * (ITU-T T.81 annex B). One step per byte. What is damaged inside a scan is not found: readers draw it as far as it goes.
 */
export function isWholeJpeg(bytes: Uint8Array): boolean {
  const state: State = { quantisations: new Set(), huffman: new Set(), components: [], isProgressive: false, scans: 0 }
  let at = 2
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return false
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xd9) return state.scans > 0
    const end = at + 2 + u16(bytes, at + 2)
    if (end < at + 4 || end > bytes.length) return false
    if (!takeSegment(state, marker, bytes.subarray(at + 4, end))) return false
    at = marker === 0xda ? endOfScan(bytes, end) : end
  }
  return false
}

interface State {
  readonly quantisations: Set<number>
  readonly huffman: Set<number>
  components: readonly Component[]
  isProgressive: boolean
  scans: number
}

function takeSegment(state: State, marker: number, body: Uint8Array): boolean {
  if (marker >= 0xc0 && marker <= 0xc2) {
    if (state.components.length > 0) return false
    state.isProgressive = marker === 0xc2
    state.components = Array.from({ length: body[5] ?? 0 }, (_, index) => ({
      id: body[6 + index * 3] ?? -1,
      quantisation: body[8 + index * 3] ?? -1,
    }))
    return state.components.length > 0 && body.length >= 6 + 3 * state.components.length
  }
  if (marker === 0xdb) return takeQuantisations(state, body)
  if (marker === 0xc4) return takeHuffman(state, body)
  return marker === 0xda ? takeScan(state, body) : true
}

function takeQuantisations({ quantisations }: State, body: Uint8Array): boolean {
  let at = 0
  for (; at < body.length; at += 1 + ((body[at] ?? 0) < 0x10 ? 64 : 128)) quantisations.add((body[at] ?? 0) & 15)
  return at === body.length
}

// Codes of each length may not outgrow the room that shorter ones left (annex C).
function takeHuffman({ huffman }: State, body: Uint8Array): boolean {
  let at = 0
  while (at + 17 <= body.length) {
    huffman.add(body[at] ?? 0)
    let room = 1
    let values = 0
    for (let length = 1; length <= 16; length += 1) {
      const count = body[at + length] ?? 0
      room = room * 2 - count
      values += count
      if (room < 0) return false
    }
    at += 17 + values
  }
  return at === body.length
}

function takeScan(state: State, body: Uint8Array): boolean {
  const count = body[0] ?? 0
  const [from = 0, , refinement = 0] = body.subarray(1 + 2 * count)
  if (count === 0 || body.length !== 4 + 2 * count) return false
  for (let index = 0; index < count; index += 1) {
    const component = state.components.find(({ id }) => id === body[1 + 2 * index])
    if (component === undefined || !state.quantisations.has(component.quantisation)) return false
    const tables = body[2 + 2 * index] ?? 0
    const needsDirect = state.isProgressive ? from === 0 && refinement >> 4 === 0 : true
    const needsOthers = state.isProgressive ? from > 0 : true
    if (needsDirect && !state.huffman.has(tables >> 4)) return false
    if (needsOthers && !state.huffman.has(0x10 + (tables & 15))) return false
  }
  state.scans += 1
  return true
}

// In the coded data 0xff is followed by 0, or is a restart mark.
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
