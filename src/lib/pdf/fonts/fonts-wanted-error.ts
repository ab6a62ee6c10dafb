import type { FaceName } from './font-files.ts'

/** A PDF cannot be finished before these faces are at hand; with them the same may want more. */
export class FontsWantedError extends Error {
  override readonly name = 'FontsWantedError'
  readonly faces: readonly FaceName[]

  constructor(faces: readonly FaceName[]) {
    super(`not at hand: ${faces.join(', ')}`)
    this.faces = faces
  }
}
