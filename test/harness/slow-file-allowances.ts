export interface SlowFileAllowance {
  readonly file: string
  /** Seconds on a machine that has no other work. May only shrink. */
  readonly seconds: number
  readonly reason: string
}

/** The files that may take longer than every other one before they fail the run. The list may only shrink. */
export const slowFileAllowances: readonly SlowFileAllowance[] = [
  {
    file: 'test/flows/crash.test.ts',
    seconds: 180,
    reason: 'kills a server under load twenty times and starts it again',
  },
  {
    file: 'test/flows/demo.test.ts',
    seconds: 150,
    reason: 'walks through the whole demo, where nothing can be left out',
  },
]
