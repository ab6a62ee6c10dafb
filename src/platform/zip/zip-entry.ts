/** One file of an archive. */
export interface ZipEntry {
  /** Written as it is, as UTF-8: give it a name that `entryNames` made. */
  readonly name: string
  /** Bytes are compressed and encrypted at once (about twice their size in memory); a stream needs constant memory. */
  readonly content: AsyncIterable<Uint8Array> | Uint8Array
  /** Shown by archive programs; seconds count. */
  readonly modified: Date
  /** Whether to try deflate. Left out: decided on a sample of the content. */
  readonly compress?: boolean
}

export interface ZipOptions {
  /** Not empty; the strength of the archive is the strength of this, as one guess costs an attacker about a millisecond. */
  readonly password: string
  /** `always` writes every record that large archives need also where it could be left out. */
  readonly zip64?: 'as-needed' | 'always'
}

/** What the directory at the end has to say about an entry that was written. */
export interface WrittenEntry {
  readonly name: Buffer
  readonly modified: Date
  readonly method: CompressionMethod
  readonly hasDescriptor: boolean
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
}

/** APPNOTE section 4.4.5: 0 is stored, 8 is deflate. */
export type CompressionMethod = 0 | 8
