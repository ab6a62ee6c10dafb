import { Visitor } from 'vite'
import { parseSource, type SourceFile } from '../source-files.ts'

/** Names that only a server, only a browser page, or a clock or randomness outside the caller's control offers. */
const IMPURE_GLOBALS = new Set(
  [
    'process Buffer require __dirname global setImmediate setTimeout setInterval performance console',
    'window document navigator location localStorage sessionStorage indexedDB history self',
    'fetch XMLHttpRequest WebSocket Worker DOMParser HTMLElement',
  ].flatMap((line) => line.split(' ')),
)

interface Name {
  readonly name: string
  readonly start: number
}

/**
 * What makes a file of lib impure: a global of Node or the DOM, `Date.now()`, `new Date()` without a value,
 * `Math.random()`. WebCrypto, TextEncoder and URL are allowed; they are the same everywhere.
 */
export function impurities(file: SourceFile): readonly string[] {
  const read: Name[] = []
  const keys = new Set<number>()
  const own = new Set<string>()
  const found: string[] = []
  new Visitor({
    Identifier: ({ name, start }) => void read.push({ name, start }),
    MemberExpression: ({ object, property, computed }) => {
      if (computed || property.type !== 'Identifier') return
      keys.add(property.start)
      const call = object.type === 'Identifier' ? `${object.name}.${property.name}` : ''
      if (call === 'Date.now' || call === 'Math.random') found.push(call)
      if (call.startsWith('globalThis.')) read.push({ name: property.name, start: -1 })
    },
    NewExpression: ({ callee, arguments: args }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && args.length === 0) found.push('new Date()')
    },
    Property: ({ key, computed, shorthand }) => {
      if (!computed && !shorthand) keys.add(key.start)
    },
    PropertyDefinition: ({ key }) => void keys.add(key.start),
    MethodDefinition: ({ key }) => void keys.add(key.start),
    TSPropertySignature: ({ key }) => void keys.add(key.start),
    TSMethodSignature: ({ key }) => void keys.add(key.start),
    ImportSpecifier: ({ imported, local }) => {
      if (imported.start !== local.start) keys.add(imported.start)
      own.add(local.name)
    },
    VariableDeclarator: ({ id }) => {
      if (id.type === 'Identifier') own.add(id.name)
    },
    FunctionDeclaration: ({ id, params }) => {
      if (id) own.add(id.name)
      for (const name of names(params)) own.add(name)
    },
    FunctionExpression: ({ params }) => names(params).forEach((name) => own.add(name)),
    ArrowFunctionExpression: ({ params }) => names(params).forEach((name) => own.add(name)),
  }).visit(parseSource(file).program)
  const globals = read.filter(({ name, start }) => IMPURE_GLOBALS.has(name) && !keys.has(start) && !own.has(name))
  return [...globals.map(({ name }) => name), ...found].map((name) => `${file.path} uses ${name}`)
}

function names(params: readonly { readonly type: string }[]): readonly string[] {
  return params.flatMap((param) => ('name' in param && typeof param.name === 'string' ? [param.name] : []))
}
