/** The input is not what it says it is. */
export class DamagedTnefError extends Error {
  override readonly name = 'DamagedTnefError'
}

/** Reads little-endian numbers and runs of bytes; throws `DamagedTnefError` at the end of the input. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  uint8(): number {
    return this.#view.getUint8(this.#pass(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.#pass(2), true)
  }

  uint32(): number {
    return this.#view.getUint32(this.#pass(4), true)
  }

  take(count: number): Uint8Array {
    const start = this.#pass(count)
    return this.#bytes.subarray(start, start + count)
  }

  /** Bytes and what fills them up to a multiple of four, if it is there. */
  takePadded(count: number): Uint8Array {
    const taken = this.take(count)
    this.#pass(Math.min((4 - (count % 4)) % 4, this.left))
    return taken
  }

  #pass(count: number): number {
    if (count > this.left) throw new DamagedTnefError('the input ends too early')
    this.#at += count
    return this.#at - count
  }
}
