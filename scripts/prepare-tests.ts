/**
 * Makes sure of what the tests need from the machine: a Chromium with some fonts, and the programs that ours are compared
 * with. As root on a Debian it installs what is missing; otherwise it fetches it into .cache/ and leaves the machine alone.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DOWNLOADED_BROWSERS_DIR, findChromium } from '../test/harness/find-chromium.ts'
import { requireProgram } from '../test/harness/programs.ts'
import { runProgram } from './run-program.ts'

const root = resolve(import.meta.dirname, '..')
const cache = resolve(root, '.cache')
const isRoot = process.getuid?.() === 0
/** Programs that open or send what ours do, beside `age`. `alongside`: what Debian only recommends and the tests need. */
const peers: readonly Peer[] = [
  { debianPackage: 'p7zip-full', programs: ['7z'], why: 'opens encrypted archives' },
  { debianPackage: 'qpdf', programs: ['qpdf'], why: 'checks encrypted PDFs' },
  {
    debianPackage: 'poppler-utils',
    programs: ['pdftotext', 'pdfinfo', 'pdftoppm', 'pdffonts', 'pdfimages'],
    why: 'reads and shows PDFs',
  },
  { debianPackage: 'swaks', programs: ['swaks'], why: 'sends mail', alongside: 'libnet-ssleay-perl' },
  { debianPackage: 'mutt', programs: ['mutt'], why: 'reads and sends mail' },
  { debianPackage: 'msmtp', programs: ['msmtp'], why: 'sends mail' },
  // Postfix runs as root only, in its own place: without root its comparison is left out.
  ...(isRoot ? [{ debianPackage: 'postfix', programs: ['postfix'], why: 'answers SMTP commands beside ours' }] : []),
]
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
const missing: Peer[] = []
for (const peer of peers) if (!(await isUsable(peer))) missing.push(peer)
await provide({
  what: missing.map(({ why, programs }) => `${programs.join(', ')} (${why})`).join('; '),
  isThere: async () => (await Promise.all(missing.map(isUsable))).every(Boolean),
  debianPackages: missing.flatMap(packagesOf),
  withoutRoot: () => unpackWithLibraries(missing),
  advice: `install the Debian packages ${missing.flatMap(packagesOf).join(', ')}`,
})

interface Peer {
  readonly debianPackage: string
  readonly programs: readonly string[]
  readonly why: string
  readonly alongside?: string
}

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

function packagesOf({ debianPackage, alongside }: Peer): readonly string[] {
  return alongside === undefined ? [debianPackage] : [debianPackage, alongside]
}

async function isUsable({ programs, alongside }: Peer): Promise<boolean> {
  if (!programs.every(isInstalled)) return false
  // swaks speaks TLS through a Perl module, which only its wrapper in .cache finds when it was unpacked there.
  if (alongside !== 'libnet-ssleay-perl' || isInCache('swaks')) return true
  const { exitCode } = await runProgram('perl', ['-MNet::SSLeay', '-e', '1'], { output: 'capture' })
  return exitCode === 0
}

function isInCache(program: string): boolean {
  return existsSync(join(cache, 'bin', program))
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

/**
 * Debian packages with the libraries they lack here, unpacked into .cache/system, and a script for each program that
 * runs it with them. apt is asked what it would install, which needs no rights.
 */
async function unpackWithLibraries(wanted: readonly Peer[]): Promise<void> {
  const system = join(cache, 'system')
  mkdirSync(system, { recursive: true })
  const folder = mkdtempSync(join(cache, 'packages-'))
  const asked = ['--simulate', '--no-install-recommends', 'install', ...wanted.flatMap(packagesOf)]
  const { output } = await runProgram('apt-get', asked, { output: 'capture' })
  const names = Array.from(output.matchAll(/^Inst (\S+) /gm), ([, name = '']) => name)
  if (names.length === 0) return
  await runProgram('apt-get', ['download', ...names], { output: 'inherit', cwd: folder })
  for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.deb')))
    await runProgram('dpkg-deb', ['-x', file, system], { output: 'inherit', cwd: folder })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(cache, 'bin'), { recursive: true })
  for (const program of wanted.flatMap(({ programs }) => programs)) {
    // Without its program a wrapper would only pretend that something is there.
    if (!existsSync(join(system, programPath(program)))) continue
    const wrapper = join(cache, 'bin', program)
    rmSync(wrapper, { force: true })
    writeFileSync(wrapper, wrapperOf(program, system), { mode: 0o755 })
  }
}

/** Debian's 7z is a script that names its program by an absolute path. */
function programPath(program: string): string {
  return program === '7z' ? 'usr/lib/p7zip/7z' : `usr/bin/${program}`
}

function wrapperOf(program: string, system: string): string {
  return `#!/bin/sh
for libraries in "${system}"/usr/lib/*-linux-gnu "${system}"/lib/*-linux-gnu; do
  LD_LIBRARY_PATH="$libraries:$LD_LIBRARY_PATH"
  PERL5LIB="$libraries/perl5/$(ls "$libraries/perl5" 2>/dev/null | tail -1):$PERL5LIB"
done
export LD_LIBRARY_PATH PERL5LIB
exec "${system}/${programPath(program)}" "$@"
`
}
