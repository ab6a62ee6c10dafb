import type { Difference } from './compare-servers.ts'

export interface ExplainedDifference extends Difference {
  /** The section of the standard that decides, and how both servers read it. */
  readonly why: string
}

/** Every kind of difference that was met in random sequences; a new kind fails the test until it stands here or is mended. */
export const explainedDifferences: readonly ExplainedDifference[] = []
