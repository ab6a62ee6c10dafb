/** So much is gathered before it is handed to the browser, which may keep it on disk. */
const pieceBytes = 8 * 1024 * 1024

export interface GatherOptions {
  readonly type?: string
}

/** Reads a stream into a Blob piece by piece, so that a large one does not have to fit into the tab's memory. */
export async function gatherBlob(stream: ReadableStream<Uint8Array>, options: GatherOptions = {}): Promise<Blob> {
  const pieces: Blob[] = []
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let waitingBytes = 0
  const reader = stream.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    waiting.push(new Uint8Array(read.value))
    waitingBytes += read.value.length
    if (waitingBytes < pieceBytes) continue
    pieces.push(new Blob(waiting))
    waiting = []
    waitingBytes = 0
  }
  return new Blob([...pieces, ...waiting], { type: options.type ?? '' })
}
