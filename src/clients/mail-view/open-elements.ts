/** Deeper than any mail goes; a browser takes time with the square of the depth. */
const maxOpen = 256
/** How often elements may be opened again in later blocks, all together. */
const maxReopened = 500_000

/** Elements without content, and those that end by themselves where the next of their kind begins: they do not nest. */
const flat = new Set(
  `area base br col embed hr img input link meta param source track wbr
   html head body p li dt dd tr td th thead tbody tfoot colgroup caption option optgroup rt rp a nobr button
   h1 h2 h3 h4 h5 h6`.split(/\s+/),
)
/** A browser opens these again in every block until they are closed (WHATWG HTML section 13.2.4.3). */
const formatting = new Set('b big code em font i s small strike strong tt u'.split(' '))

/**
 * Follows the tags of hostile HTML and says which of them to leave out, so that a browser's work stays in proportion to the
 * text: elements inside more than 256 others, and letters' looks that would be repeated without end. Text never goes.
 */
export class OpenElements {
  readonly #open: string[] = []
  readonly #leftOut = new Map<string, number>()
  #formatting = 0
  #reopened = 0

  /** Whether the start tag stays. */
  start(name: string): boolean {
    const isFormatting = formatting.has(name)
    if (!isFormatting) this.#reopened += this.#formatting
    if (flat.has(name)) return true
    const isTooMuch = isFormatting && this.#reopened > maxReopened
    if (this.#open.length >= maxOpen || isTooMuch) {
      this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + 1)
      return false
    }
    this.#open.push(name)
    if (isFormatting) this.#formatting += 1
    return true
  }

  /** Whether the end tag stays. */
  end(name: string): boolean {
    const leftOut = this.#leftOut.get(name) ?? 0
    if (leftOut > 0) {
      this.#leftOut.set(name, leftOut - 1)
      return false
    }
    const at = this.#open.lastIndexOf(name)
    // What was opened inside and not closed ends with a block; letters' looks go on behind it.
    if (at === -1) return true
    if (formatting.has(name)) this.#open.splice(at, 1)
    else this.#open.splice(at, this.#open.length - at, ...this.#open.slice(at).filter((one) => formatting.has(one)))
    if (formatting.has(name)) this.#formatting -= 1
    return true
  }

  /** End tags of all looks of letters, once they have been opened again too often; '' otherwise. */
  closings(): string {
    if (this.#formatting === 0 || this.#reopened <= maxReopened) return ''
    const looks = this.#open.filter((name) => formatting.has(name))
    this.#open.splice(0, this.#open.length, ...this.#open.filter((name) => !formatting.has(name)))
    this.#formatting = 0
    return looks
      .toReversed()
      .map((name) => `</${name}>`)
      .join('')
  }
}
