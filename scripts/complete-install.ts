/**
 * Runs at the end of `npm ci`, already under the pinned Node. npm itself may have run under an older one, such as the
 * Node 18 of Debian 12, and then it silently leaves out native packages that name a newer one. Those are added here.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { missingNativePackages, parseLockfile } from './lockfile.ts'
import { runProgram } from './run-program.ts'

const root = resolve(import.meta.dirname, '..')
const npm = process.env['npm_execpath']
const lockfile = parseLockfile(readFileSync(resolve(root, 'package-lock.json'), 'utf8'))
const missing = missingNativePackages(lockfile, {
  os: process.platform,
  cpu: process.arch,
  libc: hasGlibc() ? 'glibc' : 'musl',
  withDev: !(process.env['npm_config_omit'] ?? '').includes('dev'),
  isInstalled: (location) => existsSync(resolve(root, location)),
})

if (missing.length > 0 && npm !== undefined) {
  console.log(`adding ${missing.length} native packages that npm left out`)
  const args = [npm, 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
  const { exitCode, output } = await runProgram(process.execPath, args, { output: 'capture', cwd: root })
  if (exitCode !== 0) console.error(output)
  process.exitCode = exitCode
}

function hasGlibc(): boolean {
  // Without this the report looks up the names of the network's addresses, which may take seconds; the types lack it.
  Reflect.set(process.report, 'excludeNetwork', true)
  const report: unknown = process.report.getReport()
  return JSON.stringify(report).includes('"glibcVersionRuntime"')
}
