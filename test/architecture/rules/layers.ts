import { importsOf, type SourceFile } from '../source-files.ts'

/** The composition roots: the only files that may know everything. */
const ROOTS = [
  /^src\/main\.ts$/,
  /^src\/main\//,
  /^src\/migrations\.ts$/,
  /^src\/cli\.ts$/,
  /^src\/cli\//,
  /^src\/demo\//,
]

/** Which module may ask which other one, through its front door. Adding an edge is a design decision; no cycle may arise. */
export const moduleEdges: Readonly<Record<string, readonly string[]>> = {
  audit: [],
  directory: ['audit'],
  identity: ['audit', 'directory'],
  recipients: ['audit', 'directory', 'identity'],
  setup: ['directory', 'identity'],
  sms: ['audit', 'directory'],
  delivery: ['audit', 'directory'],
  notifications: ['audit', 'directory', 'delivery'],
  packaging: [],
  sealing: ['audit', 'directory', 'identity', 'recipients', 'sms', 'delivery', 'notifications', 'packaging'],
  portal: ['audit', 'directory', 'identity', 'recipients', 'sms', 'delivery', 'notifications', 'sealing'],
  submission: ['audit', 'directory', 'identity', 'recipients', 'sms', 'delivery', 'notifications', 'sealing'],
}

/** npm packages that are pure enough for lib and contract: they run in a browser and touch nothing outside. */
const PURE_PACKAGES = ['zod', 'libphonenumber-js', 'age-encryption', 'parse5', 'bidi-js', 'harfbuzzjs']

/** What an endpoint is, not what any of them does: the HTTP server registers endpoints by this shape. */
const ENDPOINT_SHAPE = 'src/contract/endpoint.ts'

const SERVER_PACKAGES =
  /^(@fastify\/|fastify|pg$|kysely|graphile-worker|pino|prom-client|nodemailer|smtp-server|smpp|mailauth|selfsigned|commander|playwright)/

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
  if (from.startsWith('src/platform/')) return insideReason(target, ['src/lib/', 'src/platform/', ENDPOINT_SHAPE])
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

function moduleReason(from: string, target: string): string | undefined {
  const outside = insideReason(target, ['src/lib/', 'src/contract/', 'src/platform/', 'src/modules/'])
  if (outside !== undefined || !target.startsWith('src/modules/')) return outside
  const own = from.split('/')[2] ?? ''
  const other = target.split('/')[2] ?? ''
  if (own === other) return undefined
  if (target !== `src/modules/${other}/index.ts`)
    return `only the front door src/modules/${other}/index.ts may be imported`
  const isListed = moduleEdges[own]?.includes(other) === true
  return isListed ? undefined : `the edge ${own} → ${other} is not listed in test/architecture/rules/layers.ts`
}

function clientReason(from: string, target: string): string | undefined {
  if (from.endsWith('/vite.config.ts')) return undefined
  if (target.startsWith('node:')) return 'a browser has no Node'
  if (SERVER_PACKAGES.test(target)) return 'this package belongs to the server'
  return insideReason(target, ['src/lib/', 'src/contract/', 'src/clients/'])
}

/** A cycle in an edge table as the list of its members, or undefined. A name without an entry counts as a dead end. */
export function findCycle(edges: Readonly<Record<string, readonly string[]>>): readonly string[] | undefined {
  const walk = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    return (edges[name] ?? []).map((next) => walk(next, [...path, name])).find((cycle) => cycle !== undefined)
  }
  return Object.keys(edges)
    .map((name) => walk(name, []))
    .find((cycle) => cycle !== undefined)
}
