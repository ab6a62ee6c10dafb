/**
 * Completes package-lock.json: every optional dependency that a locked package names gets an entry, also the ones built
 * for other platforms. npm 11 refuses `npm ci` when one is missing, and npm itself leaves them out whenever a registry
 * could not be asked about them at the time the file was written. Run it after `npm install`; it changes nothing else.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { missingOptionalEntries, parseLockfile } from './lockfile.ts'

const path = resolve(import.meta.dirname, '..', 'package-lock.json')
const lockfile = parseLockfile(readFileSync(path, 'utf8'))
const missing = missingOptionalEntries(lockfile)
const added = missing.map(({ location, entry }) => [location, entry] as const)
const sorted = [...Object.entries(lockfile.packages), ...added].toSorted(([a], [b]) => a.localeCompare(b, 'en'))
if (missing.length > 0) {
  writeFileSync(path, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
}
console.log(`package-lock.json: ${missing.length} optional packages for other platforms added`)
