import { bounds } from '../model/bounds.ts'

/** What is shown after a link: its address, or a number under which the address stands at the end. */
export type LinkNote =
  | { readonly kind: 'address'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | null

// Longer addresses would tear the text apart.
const longestInText = 44

/**
 * Notes of one message: a printed link is worth nothing without its address, and one that leads elsewhere than it says
 * must be seen.
 */
export class LinkNotes {
  readonly #numbers = new Map<string, number>()

  /** Addresses in the order of their numbers. */
  get addresses(): readonly string[] {
    return [...this.#numbers.keys()]
  }

  noteFor(text: string, address: string): LinkNote {
    const shown = readableAddress(address)
    const plain = bare(text)
    if (plain === '' || plain === bare(shown) || plain.includes(bare(shown))) return null
    if (shown.length <= longestInText) return { kind: 'address', text: shown }
    const known = this.#numbers.get(address)
    if (known !== undefined) return { kind: 'number', number: known }
    if (this.#numbers.size >= bounds.linkAddresses) return { kind: 'address', text: hostOf(address) }
    this.#numbers.set(address, this.#numbers.size + 1)
    return { kind: 'number', number: this.#numbers.size }
  }
}

/** "https://example.org/a b" as people write it: without what every address has. */
function readableAddress(address: string): string {
  return address
    .replace(/^mailto:/, '')
    .replace(/^(?:https?:\/\/)/, '')
    .replace(/\/$/, '')
}

function bare(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, '')
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : ''
}
