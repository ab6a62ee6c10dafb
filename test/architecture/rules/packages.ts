import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { repositoryRoot } from '../source-files.ts'

const names = z.record(z.string(), z.string()).default({})
const manifestShape = z.object({
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  allowScripts: z.record(z.string(), z.boolean()).default({}),
})
const lockShape = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      dev: z.boolean().optional(),
      license: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      resolved: z.string().optional(),
      os: z.array(z.string()).optional(),
    }),
  ),
})

const PERMISSIVE = new Set(
  'MIT MIT-0 ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD BlueOak-1.0.0 CC0-1.0 Unlicense Zlib Python-2.0 PostgreSQL'.split(
    ' ',
  ),
)

/** The fonts that a PDF embeds and pages show: the Open Font License allows that and binds only who sells or renames the font itself. */
const FONTS = /^(@embedpdf\/fonts-|@expo-google-fonts\/|@fontsource\/)/
const FONT_LICENCE = 'OFL-1.1'

/** What a package says in its LICENSE file only, looked at by hand. */
const STATED_IN_FILE: Readonly<Record<string, string>> = { 'png-js': 'MIT' }

/** Whether a package may reach production. */
export const mayReachProduction = ({ name, licence }: { readonly name: string; readonly licence: string }): boolean =>
  isPermissive(FONTS.test(name) ? licence.replace(FONT_LICENCE, 'MIT') : licence)

export type Manifest = z.infer<typeof manifestShape>
export type Lock = z.infer<typeof lockShape>

const readJson = (path: string): unknown => JSON.parse(readFileSync(resolve(repositoryRoot, path), 'utf8'))
export const readManifest = () => manifestShape.parse(readJson('package.json'))
export const readLock = () => lockShape.parse(readJson('package-lock.json'))

/** Whether an SPDX expression can be satisfied with permissive licences alone. Unknown forms count as no. */
export function isPermissive(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1')
  if (/\bOR\b/.test(plain)) return plain.split(/\s+OR\s+/).some(isPermissive)
  if (/\bAND\b/.test(plain)) return plain.split(/\s+AND\s+/).every(isPermissive)
  return PERMISSIVE.has(plain.trim())
}

/** Versions that are not exact. */
export function loosePins(manifest: Manifest): readonly string[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  return Object.entries(all).flatMap(([name, version]) =>
    /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version) ? [] : [`${name}@${version}`],
  )
}

/** Packages that run a script at installation without a decision about it in allowScripts. */
export function undeclaredScripts(manifest: Manifest, lock: Lock): readonly string[] {
  // The entry without a location is this project itself.
  const withScript = Object.entries(lock.packages).filter(
    ([location, entry]) => location !== '' && entry.hasInstallScript === true,
  )
  return withScript.map(([location]) => packageName(location)).filter((name) => !(name in manifest.allowScripts))
}

/** Installed packages that reach production, with the licence that they state themselves. */
export function productionLicences(lock: Lock): readonly { readonly name: string; readonly licence: string }[] {
  const locations = Object.entries(lock.packages).filter(([location, entry]) => location !== '' && entry.dev !== true)
  return locations.flatMap(([location, entry]) => {
    const licence = statedLicence(location) ?? entry.license
    if (licence === undefined && entry.os !== undefined) return []
    const name = packageName(location)
    return [{ name, licence: licence ?? STATED_IN_FILE[name] ?? 'not stated' }]
  })
}

function statedLicence(location: string): string | undefined {
  const shape = z.object({ license: z.union([z.string(), z.object({ type: z.string() })]).optional() })
  try {
    const { license } = shape.parse(readJson(`${location}/package.json`))
    return typeof license === 'object' ? license.type : license
  } catch {
    return undefined
  }
}

function packageName(location: string): string {
  return location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
