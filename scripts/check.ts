/** Everything that can be said about the sources without running them: the parts side by side, their problems at the end. */
import { resolve } from 'node:path'
import { runProgram } from './run-program.ts'

const root = resolve(import.meta.dirname, '..')
const tool = (name: string) => resolve(root, 'node_modules', '.bin', name)

const parts = [
  { name: 'format', program: tool('oxfmt'), args: ['--check'] },
  { name: 'lint', program: tool('oxlint'), args: [] },
  { name: 'types', program: tool('tsc'), args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'unused', program: tool('knip'), args: ['--no-progress'] },
] as const

const outcomes = await Promise.all(
  parts.map(async ({ name, program, args }) => {
    const startedMs = performance.now()
    const { exitCode, output } = await runProgram(program, args, { output: 'capture', cwd: root })
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    console.log(`${name.padEnd(8)} ${exitCode === 0 ? 'ok' : 'PROBLEMS'} (${seconds} s)`)
    return { name, exitCode, output }
  }),
)

const failed = outcomes.filter(({ exitCode }) => exitCode !== 0)
for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output.trim()}`)
process.exitCode = failed.length === 0 ? 0 : 1
