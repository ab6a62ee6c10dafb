import { useState } from 'react'
import { problemOf, type Problem } from './session/problem.ts'

export interface Action<Parameters extends readonly unknown[]> {
  readonly run: (...parameters: Parameters) => void
  readonly isBusy: boolean
  /** Of the last run; undefined again as soon as another one starts. */
  readonly problem: Problem | undefined
}

/** An action of a view that takes time and may fail. One run at a time: a second press meanwhile does nothing. */
export function useAction<Parameters extends readonly unknown[]>(
  action: (...parameters: Parameters) => Promise<unknown>,
): Action<Parameters> {
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const run = (...parameters: Parameters): void => {
    if (isBusy) return
    setIsBusy(true)
    setProblem(undefined)
    action(...parameters)
      .catch((cause: unknown) => setProblem(problemOf(cause)))
      .finally(() => setIsBusy(false))
  }
  return { run, isBusy, problem }
}
