/**
 * Builds the clients (each folder of src/clients with an index.html, or those named as arguments) into dist/clients/NAME,
 * and only when something that goes into them has changed: the hash of the sources is kept beside each result.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hashSources } from './hash-sources.ts'
import { precompress } from './precompress.ts'

const root = resolve(import.meta.dirname, '..')
const clientsDir = resolve(root, 'src/clients')
const outDir = resolve(root, 'dist/clients')

const names = readdirSync(clientsDir).filter((name) => existsSync(join(clientsDir, name, 'index.html')))
const sources = [
  'src/clients',
  'src/contract',
  'src/lib',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'scripts/build-clients.ts',
  'scripts/precompress.ts',
]
const hash = hashSources(root, sources)
const wanted = process.argv.length > 2 ? process.argv.slice(2) : names
const stale = wanted.filter((name) => builtHash(name) !== hash)
try {
  for (const name of stale) await buildClient(name)
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const lacksTools = 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
  const advice =
    'the clients have to be built where the development packages are: npm ci && npm run build, then copy dist'
  return lacksTools ? `${advice} (${error.message})` : error.message
}

function builtHash(name: string): string | undefined {
  const hashFile = join(outDir, `${name}.sha256`)
  return existsSync(join(outDir, name, 'index.html')) && existsSync(hashFile)
    ? readFileSync(hashFile, 'utf8')
    : undefined
}

async function buildClient(name: string): Promise<void> {
  const startedMs = performance.now()
  process.stdout.write(`building the ${name} client … `)
  const [{ build }, { clientConfig }] = await Promise.all([import('vite'), import('../vite.config.ts')])
  // Built apart and moved in, so that a server that is running never serves half a client.
  const fresh = join(outDir, `.${name}-${process.pid}`)
  try {
    await build({ ...clientConfig(name, fresh), configFile: false })
    precompress(fresh)
    rmSync(join(outDir, name), { recursive: true, force: true })
    renameSync(fresh, join(outDir, name))
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  writeFileSync(join(outDir, `${name}.sha256`), hash)
  console.log(`${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
}
