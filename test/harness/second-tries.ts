import type { Reporter, TestCase } from 'vitest/node'

const shownCharacters = 600

/** Names the tests that passed only when they were tried again, and what failed first, so that none of them hides in a green run. */
export class SecondTries implements Reporter {
  readonly #titles: string[] = []

  onTestCaseResult(testCase: TestCase): void {
    const diagnostic = testCase.diagnostic()
    if (diagnostic?.flaky !== true) return
    const [first] = testCase.result().errors ?? []
    const why = [first?.message ?? '', first?.diff ?? '']
      .join('\n')
      .slice(0, shownCharacters)
      .replaceAll(/\s*\n\s*/g, '\n     ')
    this.#titles.push(
      `${testCase.module.relativeModuleId} > ${testCase.fullName} (${diagnostic.duration} ms)\n     ${why}`,
    )
  }

  onTestRunEnd(): void {
    if (this.#titles.length === 0) return
    process.stdout.write(`\n Passed at the second try only:\n   ${this.#titles.join('\n   ')}\n\n`)
  }
}
