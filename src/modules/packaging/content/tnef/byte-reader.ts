/** The input is not what it says it is. */
export class DamagedTnefError extends Error {
  override readonly name = 'DamagedTnefError'
}

/** Reads little-endian numbers and runs of bytes; throws `DamagedTnefError` at the end of the input. */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  uint8(): number {
    return this.take(1).readUInt8()
  }

  uint16(): number {
    return this.take(2).readUInt16LE()
  }

  uint32(): number {
    return this.take(4).readUInt32LE()
  }

  take(count: number): Buffer {
    if (count > this.left) throw new DamagedTnefError('the input ends too early')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /** Bytes and what fills them up to a multiple of four, if it is there. */
  takePadded(count: number): Buffer {
    const taken = this.take(count)
    this.take(Math.min((4 - (count % 4)) % 4, this.left))
    return taken
  }
}
