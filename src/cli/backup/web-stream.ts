/** The kind of stream that age-encryption and modern-tar take. */
export function toWebStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = source[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const result = await iterator.next()
      if (result.done === true) controller.close()
      else controller.enqueue(Uint8Array.from(result.value))
    },
    cancel: async () => void (await iterator.return?.()),
  })
}
