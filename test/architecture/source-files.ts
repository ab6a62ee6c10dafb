import { globSync, readFileSync } from 'node:fs'
import { posix, relative, resolve } from 'node:path'
import { parseSync } from 'vite'

export const repositoryRoot = resolve(import.meta.dirname, '../..')

/** A file of the repository: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Reads every file that the patterns match, in path order. Installed and generated folders are never looked at. */
export function readFiles(...patterns: readonly string[]): readonly SourceFile[] {
  const exclude = ['**/node_modules/**', 'dist/**', 'data/**', '.cache/**', 'test/fixtures/**']
  const entries = globSync(patterns, { cwd: repositoryRoot, exclude, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map((entry) =>
    relative(repositoryRoot, resolve(entry.parentPath, entry.name)).replaceAll('\\', '/'),
  )
  return paths.toSorted().map((path) => ({ path, text: readFileSync(resolve(repositoryRoot, path), 'utf8') }))
}

/** What runs in production: TypeScript below src without tests and type declarations. */
export const readSources = (folder = 'src') =>
  readFiles(`${folder}/**/*.{ts,tsx}`).filter(({ path }) => !isTest(path) && !path.endsWith('.d.ts'))

export const isTest = (path: string) => /\.test\.tsx?$/.test(path)

/** Parses TypeScript; throws on a syntax error, so that no guard passes on a file it could not read. */
export function parseSource(file: SourceFile) {
  const parsed = parseSync(file.path, file.text)
  if (parsed.errors.length > 0) throw new Error(`${file.path}: ${parsed.errors[0]?.message}`)
  return parsed
}

/**
 * What a file imports, exports from, or loads (`import()`, `new URL('./x.ts', import.meta.url)`). Relative paths are
 * resolved to repository paths, everything else stays as written.
 */
export function importsOf(file: SourceFile): readonly string[] {
  const { module } = parseSource(file)
  const fromImports = module.staticImports.map(({ moduleRequest }) => moduleRequest.value)
  const fromExports = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value))
  const fromCalls = module.dynamicImports.map(({ moduleRequest }) =>
    unquoted(file.text.slice(moduleRequest.start, moduleRequest.end)),
  )
  const fromUrls = Array.from(file.text.matchAll(/new URL\(\s*'([^']+)',\s*import\.meta\.url/g), (match) => match[1])
  const all = [...fromImports, ...fromExports, ...fromCalls, ...fromUrls].filter((name) => name !== undefined)
  return [...new Set(all)].map((name) => resolveFrom(file.path, name))
}

function unquoted(text: string): string {
  return text.replace(/^['"`]|['"`]$/g, '')
}

function resolveFrom(path: string, name: string): string {
  return name.startsWith('.') ? posix.join(posix.dirname(path), name) : name
}
