import type { ErrorEntry } from '../../../src/contract/errors/error-entry.ts'
import { importsOf, type SourceFile } from '../source-files.ts'
import { moduleEdges, placeOf } from './layers.ts'

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

const thrownIn = (text: string) =>
  Array.from(
    text.matchAll(/new AppError\(\s*'([a-z-]+)',\s*(?:'([^']+)'|`([^`$]+)\$\{)/g),
    ([, kind = '', code, family]) => ({ kind, code, family }),
  )

/** Which file of the catalogue has each code; it is named after the module that the codes belong to. */
export const codeOwners = (catalogueFiles: readonly SourceFile[]): ReadonlyMap<string, string> =>
  new Map(
    catalogueFiles.flatMap(({ path, text }) => {
      const owner = path.split('/').at(-1)?.replace('.ts', '') ?? ''
      return Array.from(text.matchAll(/^ {2}'([a-z-]+\.[a-z0-9-]+)': \{/gm), ([, code = '']) => [code, owner] as const)
    }),
  )

/** A module throws codes of its own, of the modules it may ask, and those of the platform. */
export function foreignThrows({ path, text }: SourceFile, owners: ReadonlyMap<string, string>): readonly string[] {
  const { name } = placeOf(path)
  const allowed = new Set([name, ...(moduleEdges[name] ?? []), 'http', 'server'])
  return thrownIn(text).flatMap(({ code, family }) => {
    const codes = code === undefined ? [...owners.keys()].filter((known) => known.startsWith(family ?? '\0')) : [code]
    const foreign = codes.filter((each) => !allowed.has(owners.get(each) ?? ''))
    return foreign.map((each) => `${path}: ${each} belongs to ${owners.get(each) ?? 'nobody'}`)
  })
}

/** Library code stands below the catalogue: what it throws is compared here, code and kind. */
export function libraryViolations({ path, text }: SourceFile, catalogue: Catalogue): readonly string[] {
  if (!path.startsWith('src/lib/')) return []
  return thrownIn(text).flatMap(({ kind, code, family }) => {
    const entries = Object.entries(catalogue).filter(([name]) => name === code || name.startsWith(family ?? '\0'))
    const isKnown = entries.length > 0 && entries.every(([, entry]) => entry.kind === kind)
    return isKnown ? [] : [`${path}: ${code ?? family} (${kind})`]
  })
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
