/** Big-endian bytes that grow; font files are written with it. */
export class ByteSink {
  #bytes: Uint8Array
  length = 0

  constructor(expected = 4096) {
    this.#bytes = new Uint8Array(expected)
  }

  u8(value: number): void {
    this.#room(1)
    this.#bytes[this.length] = value
    this.length += 1
  }

  u16(value: number): void {
    this.u8((value >> 8) & 0xff)
    this.u8(value & 0xff)
  }

  u32(value: number): void {
    this.u16((value >>> 16) & 0xffff)
    this.u16(value & 0xffff)
  }

  put(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Forgets what lies after that length. */
  cut(length: number): void {
    this.length = length
  }

  /** A copy of what was written. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.length)
  }

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + more))
    grown.set(this.#bytes.subarray(0, this.length))
    this.#bytes = grown
  }
}
