/**
 * Makes sure of what the tests need from the machine: a Chromium with some fonts, and the programs that ours are compared
 * with. As root on a Debian it installs what is missing; otherwise it fetches it into .cache/ and leaves the machine alone.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DOWNLOADED_BROWSERS_DIR, findChromium } from '../test/harness/find-chromium.ts'
import { requireProgram } from '../test/harness/programs.ts'
import { runProgram } from './run-program.ts'

const root = resolve(import.meta.dirname, '..')
const cache = resolve(root, '.cache')
const isRoot = process.getuid?.() === 0
/** Programs that open or send what ours do, beside `age`, which can be fetched. */
const peers = [
  { debianPackage: 'p7zip-full', programs: ['7z'], why: 'opens encrypted archives' },
  { debianPackage: 'qpdf', programs: ['qpdf'], why: 'checks encrypted PDFs' },
  { debianPackage: 'poppler-utils', programs: ['pdftotext', 'pdfinfo', 'pdftoppm'], why: 'reads and shows PDFs' },
  { debianPackage: 'swaks', programs: ['swaks'], why: 'sends mail' },
  { debianPackage: 'mutt', programs: ['mutt'], why: 'reads and sends mail' },
  { debianPackage: 'msmtp', programs: ['msmtp'], why: 'sends mail' },
] as const
const playwright = resolve(root, 'node_modules/playwright-core/cli.js')

await provide({
  what: 'Chromium',
  isThere: async () => findChromium() !== undefined,
  debianPackages: ['chromium', 'fonts-liberation'],
  withoutRoot: downloadChromium,
  advice: 'install chromium, or name one in SEALPOST_TEST_CHROMIUM',
})
await provide({
  what: 'the age program',
  isThere: async () => (await runs('age')) || (await runs(join(cache, 'bin/age'))),
  debianPackages: ['age'],
  withoutRoot: () => unpack('age', ['age', 'age-keygen']),
  advice: 'install age (Debian package "age", or github.com/FiloSottile/age)',
})
await provide({
  what: 'strace, which shows when the disk is told to keep something',
  isThere: async () =>
    process.platform !== 'linux' || (await runs('strace')) || (await runs(join(cache, 'bin/strace'))),
  debianPackages: ['strace'],
  withoutRoot: () => unpack('strace', ['strace']),
  advice: 'install strace (Debian package "strace")',
})
const missing = peers.filter(({ programs }) => !programs.every(isInstalled))
await provide({
  what: missing.map(({ why, programs }) => `${programs.join(', ')} (${why})`).join('; '),
  isThere: async () => missing.every(({ programs }) => programs.every(isInstalled)),
  debianPackages: missing.map(({ debianPackage }) => debianPackage),
  // They need libraries of the system: a package unpacked beside it would not run.
  withoutRoot: async () => undefined,
  advice: `install the Debian packages ${missing.map(({ debianPackage }) => debianPackage).join(', ')}`,
})

interface Need {
  readonly what: string
  readonly isThere: () => Promise<boolean>
  readonly debianPackages: readonly string[]
  readonly withoutRoot: () => Promise<void>
  readonly advice: string
}

async function provide(need: Need): Promise<void> {
  if (await need.isThere()) return
  if (isRoot) {
    console.log(`tests need ${need.what}: installing ${need.debianPackages.join(', ')}`)
    await installDebianPackages(need.debianPackages)
  }
  if (!(await need.isThere())) {
    console.log(`tests need ${need.what}: fetching it into .cache/`)
    await need.withoutRoot()
  }
  if (await need.isThere()) return
  console.error(`tests need ${need.what}, which is not here and could not be fetched: ${need.advice}`)
  process.exit(1)
}

function isInstalled(program: string): boolean {
  try {
    return requireProgram(program) !== ''
  } catch {
    return false
  }
}

async function runs(program: string): Promise<boolean> {
  const { exitCode } = await runProgram(program, ['--version'], { output: 'capture' })
  return exitCode === 0
}

async function installDebianPackages(names: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const options = { output: 'inherit', env, cwd: root } as const
  await runProgram('apt-get', ['-qq', 'update'], options)
  await runProgram('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...names], options)
}

async function downloadChromium(): Promise<void> {
  const env = { PLAYWRIGHT_BROWSERS_PATH: DOWNLOADED_BROWSERS_DIR }
  await runProgram(process.execPath, [playwright, 'install', 'chromium'], { output: 'inherit', env, cwd: root })
}

/** A Debian package unpacked into .cache/ and its programs linked into .cache/bin. */
async function unpack(name: string, programs: readonly string[]): Promise<void> {
  mkdirSync(join(cache, 'bin'), { recursive: true })
  const folder = mkdtempSync(join(cache, `${name}-`))
  await runProgram('apt-get', ['download', name], { output: 'inherit', cwd: folder })
  const file = readdirSync(folder).find((entry) => entry.endsWith('.deb'))
  if (file === undefined) return
  await runProgram('dpkg-deb', ['-x', file, '.'], { output: 'inherit', cwd: folder })
  for (const program of programs) {
    const link = join(cache, 'bin', program)
    rmSync(link, { force: true })
    symlinkSync(join(folder, 'usr/bin', program), link)
  }
}
