/** The whole test run: what the tests need from the machine, the clients, then vitest with the arguments given here. */
import { resolve } from 'node:path'
import { runProgram } from './run-program.ts'

const root = resolve(import.meta.dirname, '..')
const steps = [
  [resolve(root, 'scripts/prepare-tests.ts')],
  [resolve(root, 'scripts/build-clients.ts')],
  [resolve(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
]

for (const step of steps) {
  const { exitCode } = await runProgram(process.execPath, step, { output: 'inherit', cwd: root })
  if (exitCode !== 0) process.exit(exitCode)
}
