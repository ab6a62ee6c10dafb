import type { Reporter, TestCase } from 'vitest/node'

/** Names the tests that passed only when they were tried again, so that none of them hides in a green run. */
export class SecondTries implements Reporter {
  readonly #titles: string[] = []

  onTestCaseResult(testCase: TestCase): void {
    const diagnostic = testCase.diagnostic()
    if (diagnostic?.flaky === true)
      this.#titles.push(`${testCase.module.relativeModuleId} > ${testCase.fullName} (${diagnostic.duration} ms)`)
  }

  onTestRunEnd(): void {
    if (this.#titles.length === 0) return
    process.stdout.write(`\n Passed at the second try only:\n   ${this.#titles.join('\n   ')}\n\n`)
  }
}
