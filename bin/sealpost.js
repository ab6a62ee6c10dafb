#!/usr/bin/env node
// The sealpost command. Plain JavaScript that any Node since 18 understands: it hands over to the pinned Node when the
// one that started it is too old to run the TypeScript sources as they are.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const REQUIRED_MAJOR = 24
const YOUNG_MEMORY = '--max-semi-space-size=2'
const LONG_RUNNING = new Set(['serve', 'demo'])
const SIGNALS_PASSED_ON = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

if (Number(process.versions.node.split('.')[0]) >= REQUIRED_MAJOR) {
  boundYoungMemory()
  keepCompiledSources()
  await import('../src/cli.ts')
} else {
  runUnderPinnedNode(pinnedNode())
}

/**
 * Starts over, as the same process, with a bound that Node takes only when it starts. Left alone, it lets short-lived
 * memory grow to 128 MB before it looks what of it is still in use; bench:memory and bench:seal tell the difference.
 */
function boundYoungMemory() {
  const isBound = process.execArgv.some((argument) => argument.startsWith('--max-semi-space-size'))
  if (isBound || process.execve === undefined || !LONG_RUNNING.has(process.argv[2] ?? '')) return
  const script = fileURLToPath(import.meta.url)
  const args = [process.execPath, YOUNG_MEMORY, ...process.execArgv, script, ...process.argv.slice(2)]
  process.execve(process.execPath, args, process.env)
}

/** Halves the time to start from the second start on. Without permission to write there, Node goes on without it. */
function keepCompiledSources() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  module.enableCompileCache(join(root, 'node_modules', '.cache', 'sealpost'))
}

/** The Node binary of the npm package `node`, wherever npm has put that package; undefined when it is not there. */
function pinnedNode() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const require = createRequire(import.meta.url)
  for (const folder of require.resolve.paths('node-binary') ?? []) {
    const path = join(folder, 'node', 'bin', binary)
    if (existsSync(path)) return path
  }
  return undefined
}

function runUnderPinnedNode(node) {
  if (node === undefined) {
    const root = dirname(dirname(fileURLToPath(import.meta.url)))
    console.error(`sealpost: needs Node ${REQUIRED_MAJOR}, which comes with its packages: run npm ci in ${root}`)
    process.exit(1)
  }
  const child = spawn(node, [YOUNG_MEMORY, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of SIGNALS_PASSED_ON) process.on(signal, () => passOn(child, signal))
  child.on('error', (error) => {
    console.error(`sealpost: ${node} cannot be started (${error.code ?? error.message}): run npm ci again`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)))
}

function passOn(child, signal) {
  // Ctrl-C in a terminal reaches the whole foreground group; a second copy would read as "stop at once".
  if (signal === 'SIGINT' && process.stdin.isTTY) return
  child.kill(signal)
}
