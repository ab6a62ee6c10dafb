/**
 * Builds every client (a folder of src/clients with an index.html) into dist/clients/NAME, and only when something that
 * goes into it has changed: the hash of the sources is kept beside each result.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hashSources } from './hash-sources.ts'

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
  'scripts/build-clients.ts',
]
const hash = hashSources(root, sources)
const stale = names.filter((name) => builtHash(name) !== hash)
for (const name of stale) await buildClient(name)

function builtHash(name: string): string | undefined {
  const hashFile = join(outDir, `${name}.sha256`)
  return existsSync(join(outDir, name, 'index.html')) && existsSync(hashFile)
    ? readFileSync(hashFile, 'utf8')
    : undefined
}

async function buildClient(name: string): Promise<void> {
  const startedMs = performance.now()
  process.stdout.write(`building the ${name} client … `)
  const { build } = await import('vite')
  // Built apart and moved in, so that a server that is running never serves half a client.
  const fresh = join(outDir, `.${name}-${process.pid}`)
  const configFile = join(clientsDir, name, 'vite.config.ts')
  await build({
    configFile: existsSync(configFile) ? configFile : false,
    root: join(clientsDir, name),
    logLevel: 'warn',
    base: `/clients/${name}/`,
    build: {
      outDir: fresh,
      emptyOutDir: true,
      // The content security policy allows neither inline script nor data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  })
  mkdirSync(outDir, { recursive: true })
  rmSync(join(outDir, name), { recursive: true, force: true })
  renameSync(fresh, join(outDir, name))
  writeFileSync(join(outDir, `${name}.sha256`), hash)
  console.log(`${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
}
