import type { ContentName } from './manifest.ts'

/** A name in as many characters as its identifiers have bytes, because a large installation holds millions of them. */
function shortName(name: ContentName): string {
  return Buffer.from(name.slice(name.indexOf('/')).replaceAll(/[/-]/g, ''), 'hex').toString('latin1')
}

/** Which contents lie in which pack, and which of them still exist. About 100 bytes of memory each. */
export class KnownContents {
  /** The number of the pack; negative (`~number`) from when the content was seen. */
  readonly #packs = new Map<string, number>()

  add(name: ContentName, pack: number): void {
    this.#packs.set(shortName(name), pack)
  }

  /** Whether the content is in a pack; it exists, then. */
  see(name: ContentName): boolean {
    const short = shortName(name)
    const pack = this.#packs.get(short)
    if (pack === undefined) return false
    if (pack >= 0) this.#packs.set(short, ~pack)
    return true
  }

  /** Whether this pack holds the content, and it was seen. */
  isLive(name: ContentName, pack: number): boolean {
    return this.#packs.get(shortName(name)) === ~pack
  }
}
