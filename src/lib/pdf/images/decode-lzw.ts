const mostCodes = 4096

/** Indices of exactly that many pixels (GIF89a appendix F); null when the codes end before, or are none. */
export function decodeLzw(packed: Uint8Array, about: { codeSize: number; length: number }): Uint8Array | null {
  const clear = 1 << about.codeSize
  const codes = new CodeReader(packed)
  const table = new StringTable(about.codeSize)
  const out = new Uint8Array(about.length)
  let filled = 0
  let previous = -1
  while (filled < out.length) {
    const code = codes.read(table.width)
    if (code === -1 || code === clear + 1) return null
    if (code === clear) {
      table.clear()
      previous = -1
      continue
    }
    // A code that is only being made stands for the string before it and its first pixel.
    const isNew = code === table.next
    if (code > table.next || (previous === -1 && code >= clear)) return null
    const start = filled
    filled += table.write(isNew ? previous : code, out, start)
    if (isNew && filled < out.length) out[filled] = out[start] ?? 0
    if (isNew) filled += 1
    if (previous !== -1) table.add(previous, out[start] ?? 0)
    previous = code
  }
  return out
}

/** The strings that codes stand for, each as a code before it and one more pixel. */
class StringTable {
  readonly #codeSize: number
  readonly #prefix = new Uint16Array(mostCodes)
  readonly #suffix = new Uint8Array(mostCodes)
  readonly #lengths = new Uint16Array(mostCodes)
  next = 0
  width = 0

  constructor(codeSize: number) {
    this.#codeSize = codeSize
    for (let code = 0; code < 1 << codeSize; code += 1) {
      this.#suffix[code] = code
      this.#lengths[code] = 1
    }
    this.clear()
  }

  clear(): void {
    this.next = (1 << this.#codeSize) + 2
    this.width = this.#codeSize + 1
  }

  add(previous: number, pixel: number): void {
    if (this.next >= mostCodes) return
    this.#prefix[this.next] = previous
    this.#suffix[this.next] = pixel
    this.#lengths[this.next] = (this.#lengths[previous] ?? 0) + 1
    this.next += 1
    if (this.next === 1 << this.width && this.width < 12) this.width += 1
  }

  /** Writes a string from its end; what lies beyond the last pixel is dropped. Gives its length. */
  write(code: number, out: Uint8Array, start: number): number {
    const length = this.#lengths[code] ?? 0
    let part = code
    for (let at = start + length - 1; at >= start; at -= 1) {
      if (at < out.length) out[at] = this.#suffix[part] ?? 0
      part = this.#prefix[part] ?? 0
    }
    return length
  }
}

/** Codes of a growing width, the lowest bits first. */
class CodeReader {
  readonly #bytes: Uint8Array
  #at = 0
  #bits = 0
  #held = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** -1 when the bytes have ended. */
  read(width: number): number {
    while (this.#held < width) {
      const byte = this.#bytes[this.#at]
      if (byte === undefined) return -1
      this.#bits |= byte << this.#held
      this.#held += 8
      this.#at += 1
    }
    const code = this.#bits & ((1 << width) - 1)
    this.#bits >>>= width
    this.#held -= width
    return code
  }
}
