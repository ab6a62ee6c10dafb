import type { TransformCallback } from 'node:stream'

/** Runs a synchronous step of a transform and reports its outcome, so that a throw destroys the stream, not the process. */
export const settle = (done: TransformCallback, step: () => void): void => {
  try {
    step()
  } catch (error) {
    done(error instanceof Error ? error : new Error('a stream step failed', { cause: error }))
    return
  }
  done()
}
