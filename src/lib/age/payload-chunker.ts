/** Takes the next chunk; `isFinal` is true for the last one only. The bytes are valid during the call only. */
export type ChunkSink = (chunk: Uint8Array, isFinal: boolean) => void

export interface PayloadChunker {
  /** Takes pieces of any size. */
  push(piece: Uint8Array, sink: ChunkSink): void
  /** The rest as the final chunk, which may be empty. */
  end(sink: ChunkSink): void
}

/**
 * Cuts a stream into chunks of one size. The latest full chunk is held back until more bytes come, because only then
 * is it known not to be the final one. Memory: one chunk; what arrives in larger pieces is not copied.
 */
export const createPayloadChunker = (chunkBytes: number): PayloadChunker => {
  const held = new Uint8Array(chunkBytes)
  let heldBytes = 0
  return {
    push: (piece, sink) => {
      let rest = piece
      while (heldBytes + rest.length > chunkBytes) {
        const missing = chunkBytes - heldBytes
        if (heldBytes === 0) {
          sink(rest.subarray(0, chunkBytes), false)
        } else {
          held.set(rest.subarray(0, missing), heldBytes)
          sink(held, false)
        }
        rest = rest.subarray(missing)
        heldBytes = 0
      }
      held.set(rest, heldBytes)
      heldBytes += rest.length
    },
    end: (sink) => sink(held.subarray(0, heldBytes), true),
  }
}
