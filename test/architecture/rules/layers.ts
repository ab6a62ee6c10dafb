import { importsOf, type SourceFile } from '../source-files.ts'

/** The composition roots: the only files that may know everything. */
const ROOTS = [/^src\/main\.ts$/, /^src\/main\//, /^src\/cli\.ts$/, /^src\/cli\//, /^src\/demo\//]

/** The groups of modules, the lowest first: a module may ask those of its own group and of groups before it. */
export const groupOrder: readonly string[] = ['tenancy', 'transport', 'secure']

/**
 * Which module may ask which other one, through its front door, or refer to its tables. Adding an edge is a design
 * decision; no cycle may arise, and an edge that nothing uses goes.
 */
export const moduleEdges: Readonly<Record<string, readonly string[]>> = {
  audit: [],
  organisations: ['audit'],
  identity: ['audit', 'organisations'],
  recipients: ['audit', 'organisations', 'identity'],
  discovery: ['organisations', 'identity'],
  sms: ['organisations'],
  delivery: [],
  notifications: ['organisations', 'delivery'],
  submission: ['organisations', 'identity'],
  packaging: [],
  sealing: ['audit', 'organisations', 'recipients', 'sms', 'delivery', 'notifications', 'packaging'],
  portal: ['audit', 'organisations', 'recipients', 'sms', 'delivery', 'notifications', 'sealing'],
}

/** npm packages that are pure enough for lib and contract: they run in a browser and touch nothing outside. */
const PURE_PACKAGES = ['zod', 'libphonenumber-js', 'age-encryption', 'parse5', 'bidi-js', 'harfbuzzjs']

/** What an endpoint is, not what any of them does: the HTTP server registers endpoints by this shape. */
const ENDPOINT_SHAPE = ['src/contract/endpoint.ts', 'src/contract/errors-of.ts']

/** What may fail, by code: whatever throws says one of these. */
const ERROR_CATALOGUE = 'src/contract/errors/'

const SERVER_PACKAGES =
  /^(@fastify\/|fastify|pg$|kysely|graphile-worker|pino|prom-client|nodemailer|smpp|mailauth|selfsigned|commander|playwright)/

/** Every import of `file` that points against the direction: clients → contract → lib, main → modules → platform → lib. */
export function layerViolations(file: SourceFile): readonly string[] {
  if (ROOTS.some((root) => root.test(file.path))) return []
  return importsOf(file).flatMap((target) => {
    const reason = forbiddenReason(file.path, target)
    return reason === undefined ? [] : [`${file.path} imports ${target}: ${reason}`]
  })
}

function forbiddenReason(from: string, target: string): string | undefined {
  if (/^(test|bench|scripts)\//.test(target)) return 'the product never imports what surrounds it'
  if (ROOTS.some((root) => root.test(target))) return 'only a composition root may import a composition root'
  if (from.startsWith('src/lib/')) return pureReason(target, ['src/lib/'])
  if (from.startsWith('src/contract/')) return pureReason(target, ['src/lib/', 'src/contract/'])
  if (from.startsWith('src/platform/'))
    return insideReason(target, ['src/lib/', 'src/platform/', ...ENDPOINT_SHAPE, ERROR_CATALOGUE])
  if (from.startsWith('src/modules/')) return moduleReason(from, target)
  if (from.startsWith('src/clients/')) return clientReason(from, target)
  return 'this folder belongs to no layer; say where it stands'
}

function insideReason(target: string, allowed: readonly string[]): string | undefined {
  const isOwn = !target.startsWith('src/') || allowed.some((folder) => target.startsWith(folder))
  return isOwn ? undefined : `only ${allowed.join(' and ')} may be imported here`
}

function pureReason(target: string, allowed: readonly string[]): string | undefined {
  if (target.startsWith('src/')) return insideReason(target, allowed)
  const isPure = PURE_PACKAGES.some((name) => target === name || target.startsWith(`${name}/`))
  return isPure ? undefined : 'pure code uses no Node and only packages that touch nothing outside'
}

interface ModulePlace {
  readonly group: string
  readonly name: string
}

/** The group and the name of the module in which a file lies. */
export function placeOf(path: string): ModulePlace {
  const [, , group = '', name = ''] = path.split('/')
  return { group, name }
}

function moduleReason(from: string, target: string): string | undefined {
  const outside = insideReason(target, ['src/lib/', 'src/contract/', 'src/platform/', 'src/modules/'])
  if (outside !== undefined || !target.startsWith('src/modules/')) return outside
  const [own, other] = [placeOf(from), placeOf(target)]
  if (own.name === other.name) return undefined
  const door = `src/modules/${other.group}/${other.name}/index.ts`
  if (target !== door) return `only the front door ${door} may be imported`
  if (groupOrder.indexOf(other.group) > groupOrder.indexOf(own.group))
    return `the group ${own.group} stands below ${other.group}`
  const isListed = moduleEdges[own.name]?.includes(other.name) === true
  return isListed
    ? undefined
    : `the edge ${own.name} → ${other.name} is not listed in test/architecture/rules/layers.ts`
}

/** The edges that code and foreign keys really use, as `from → to`. `tables` says which module made which table. */
export function usedEdges(files: readonly SourceFile[], tables: ReadonlyMap<string, string>): ReadonlySet<string> {
  const edges = files.flatMap((file) => {
    const from = placeOf(file.path).name
    const targets = file.path.endsWith('.sql') ? referencedModules(file.text, tables) : importedModules(file)
    return targets.filter((to) => to !== from).map((to) => `${from} → ${to}`)
  })
  return new Set(edges)
}

const importedModules = (file: SourceFile) =>
  importsOf(file)
    .filter((target) => target.startsWith('src/modules/'))
    .map((target) => placeOf(target).name)

const referencedModules = (sql: string, tables: ReadonlyMap<string, string>) =>
  Array.from(sql.matchAll(/\breferences\s+(?:sealpost\.)?"?(\w+)/gi), (match) => tables.get(match[1] ?? '')).filter(
    (name) => name !== undefined,
  )

function clientReason(from: string, target: string): string | undefined {
  if (from.endsWith('/vite.config.ts')) return undefined
  if (target.startsWith('node:')) return 'a browser has no Node'
  if (SERVER_PACKAGES.test(target)) return 'this package belongs to the server'
  return insideReason(target, ['src/lib/', 'src/contract/', 'src/clients/'])
}

/** A cycle in an edge table as the list of its members, or undefined. A name without an entry counts as a dead end. */
export function findCycle(edges: Readonly<Record<string, readonly string[]>>): readonly string[] | undefined {
  const finished = new Set<string>()
  const walk = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    if (finished.has(name)) return undefined
    for (const next of edges[name] ?? []) {
      const cycle = walk(next, [...path, name])
      if (cycle !== undefined) return cycle
    }
    finished.add(name)
    return undefined
  }
  for (const name of Object.keys(edges)) {
    const cycle = walk(name, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}

/** What each file imports of the others; types, lazily loaded files and workers count like everything else. */
export const fileEdges = (files: readonly SourceFile[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(files.map((file) => [file.path, importsOf(file).filter((target) => target.startsWith('src/'))]))
