/** Bytes over an ordinary buffer, the form that WebCrypto accepts; a view on shared memory is not one. */
export type Bytes = Uint8Array<ArrayBuffer>

/** A private copy that later changes to the source do not reach. */
export const copyBytes = (source: Uint8Array): Bytes => new Uint8Array(source)
