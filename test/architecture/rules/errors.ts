import type { ErrorEntry } from '../../../src/contract/errors/error-entry.ts'
import { importsOf, type SourceFile } from '../source-files.ts'

type Catalogue = Readonly<Record<string, ErrorEntry>>

const ANY_ERROR = 'src/lib/errors/app-error.ts'
const mayThrowAnything = (path: string) => path.startsWith('src/lib/') || path.startsWith('src/contract/errors/')

/** Files that could throw a code which the compiler does not look up: they import the class for codes of any name. */
export function untypedThrowers(file: SourceFile): readonly string[] {
  if (mayThrowAnything(file.path) || !importsOf(file).includes(ANY_ERROR)) return []
  return /import \{(?:[^}]*,)?\s*AppError\b[^}]*\} from '[^']*lib\/errors\/app-error\.ts'/.test(file.text)
    ? [file.path]
    : []
}

/** Library code stands below the catalogue: what it throws is compared here, code and kind. */
export function libraryViolations({ path, text }: SourceFile, catalogue: Catalogue): readonly string[] {
  if (!path.startsWith('src/lib/')) return []
  return Array.from(text.matchAll(/new AppError\(\s*'([a-z-]+)',\s*(?:'([^']+)'|`([^`$]+)\$\{)/g)).flatMap(
    ([, kind, code, prefix]) => {
      const entries = Object.entries(catalogue).filter(([name]) => name === code || name.startsWith(prefix ?? '\0'))
      const isKnown = entries.length > 0 && entries.every(([, entry]) => entry.kind === kind)
      return isKnown ? [] : [`${path}: ${code ?? prefix} (${kind})`]
    },
  )
}

/** Codes that are asked about, by the server or a client, and that nobody could have answered. */
export function unknownQuestions({ path, text }: SourceFile, catalogue: Catalogue): readonly string[] {
  const parts = [...new Set(Object.keys(catalogue).map((code) => code.split('.')[0] ?? ''))].join('|')
  const isClient = path.startsWith('src/clients/')
  const asked = isClient
    ? text.matchAll(new RegExp(`'((?:${parts})\\.[a-z-]+)'`, 'g'))
    : text.matchAll(/isAppError\([^,()]+, '([^']+)'\)/g)
  return Array.from(asked, (match) => match[1] ?? '')
    .filter((code) => catalogue[code] === undefined && !/\.(eml|zip|pdf|txt)$/.test(code))
    .filter((code) => !text.includes(`startsWith('${code}')`))
    .map((code) => `${path}: ${code}`)
}

/** Codes of the catalogue that no file throws: neither by name, nor as one of a family (`part.name-${…}`), nor for a role. */
export function unthrown(files: readonly SourceFile[], catalogue: Catalogue): readonly string[] {
  const throwing = files
    .filter(({ path }) => !/^src\/(clients|contract)\//.test(path))
    .map(({ text }) => text.replaceAll(/isAppError\([^()]*\)/g, ''))
    .join('\n')
  const roles = files.filter(({ path }) => path.startsWith('src/contract/')).map(({ text }) => text)
  const families = Array.from(throwing.matchAll(/`([a-z-]+\.[a-z-]*)\$\{/g), (match) => match[1] ?? '')
  return Object.keys(catalogue).filter(
    (code) =>
      !throwing.includes(`'${code}'`) &&
      !families.some((family) => code.startsWith(family)) &&
      !roles.some((text) => text.includes(`refusal: '${code}'`)),
  )
}
