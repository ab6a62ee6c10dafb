/** One error for every cause: wrong share, wrong context, damaged bytes. Telling them apart would help only an attacker. */
export class SplitKeyError extends Error {
  override readonly name = 'SplitKeyError'
  readonly code = 'split-key.refused'

  constructor() {
    super('the secret could not be opened')
  }
}
