import { Face } from './face.ts'
import type { FaceName } from './font-files.ts'

/**
 * The faces that are at hand; each is read at first use and kept. What was asked for in vain is remembered, so that it can
 * be fetched before the same is done again.
 */
export class Faces {
  readonly #read: (name: FaceName) => Uint8Array | null
  readonly #open = new Map<FaceName, Face>()
  readonly #drawable = new Map<number, boolean>()
  readonly #wanted = new Set<FaceName>()

  /** `read` gives the bytes of a font file, or null while they are not at hand; those of "latin" always are. */
  constructor(read: (name: FaceName) => Uint8Array | null) {
    this.#read = read
  }

  /** Null when the face is not at hand. */
  open(name: FaceName): Face | null {
    const known = this.#open.get(name)
    if (known !== undefined) return known
    const bytes = this.#read(name)
    if (bytes === null) {
      this.#wanted.add(name)
      return null
    }
    const face = new Face(name, bytes)
    this.#open.set(name, face)
    return face
  }

  /** The face that stands in for every other one. */
  get plain(): Face {
    const face = this.open('latin')
    if (face === null) throw new Error('the first font is missing')
    return face
  }

  /** Whether any face has that code point, as `look` finds it; remembered unless a face was asked for in vain. */
  isDrawable(code: number, look: () => boolean): boolean {
    const known = this.#drawable.get(code)
    if (known !== undefined) return known
    const drawable = look()
    if (this.#drawable.size >= mostRemembered) this.#drawable.clear()
    if (this.#wanted.size === 0) this.#drawable.set(code, drawable)
    return drawable
  }

  /** What was asked for in vain since this was last asked. */
  takeWanted(): readonly FaceName[] {
    const names = [...this.#wanted]
    this.#wanted.clear()
    return names
  }
}

// What is known is forgotten together, as the faces do.
const mostRemembered = 20_000
