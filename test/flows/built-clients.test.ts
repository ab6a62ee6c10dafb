import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseSync } from 'vite'
import { describe, expect, test } from 'vitest'
import { pages } from '../../src/clients/web/app/registry.ts'

const root = resolve(import.meta.dirname, '../..')
const portalBudgetBytes = 75_000
const clients = readdirSync(join(root, 'src/clients')).filter((name) =>
  existsSync(join(root, 'src/clients', name, 'index.html')),
)

/** A built file by its address; throws when there is none. */
const built = (client: string, address: string) => readFileSync(join(root, 'dist/clients', client, address))

/** The addresses that the page itself names: scripts, styles, icons. */
const addressesIn = (html: string) => Array.from(html.matchAll(/\b(?:src|href)="([^"]*)"/g), (match) => match[1] ?? '')

function importedBy(client: string, address: string): readonly string[] {
  if (!address.endsWith('.js')) return []
  const { module } = parseSync(address, built(client, address).toString())
  const imports = module.staticImports.map(({ moduleRequest }) => moduleRequest.value)
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
  )
  return [...imports, ...exports].map((name) => posix.resolve(posix.dirname(address), name))
}

/** What the code at an address may fetch later, when it is needed. */
function importedLater(client: string, address: string): readonly string[] {
  if (!address.endsWith('.js')) return []
  const code = built(client, address).toString()
  return parseSync(address, code).module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const named = /^["'`](\..*)["'`]$/.exec(code.slice(start, end))?.[1]
    return named === undefined ? [] : [posix.resolve(posix.dirname(address), named)]
  })
}

/** Everything the browser fetches before the script of the page runs. */
function fetchedAtStart(client: string): ReadonlySet<string> {
  const named = addressesIn(built(client, 'index.html').toString()).map((address) => posix.resolve('/', address))
  const seen = new Set(named)
  for (const address of seen) for (const next of importedBy(client, address)) seen.add(next)
  return seen
}

/** The files of the typeface that hold the letters of German and English: with these the page is seen. */
function fontsOf(client: string): readonly string[] {
  const sheets = [...fetchedAtStart(client)].filter((address) => address.endsWith('.css'))
  const named = sheets.flatMap((sheet) => [
    ...built(client, sheet)
      .toString()
      .matchAll(/url\(([^)]+\.woff2)\)/g),
  ])
  return named.map((match) => match[1] ?? '').filter((address) => !address.includes('latin-ext'))
}

const isScript = (address: string): boolean => address.endsWith('.js')
const isOwn = (address: string): boolean => address.startsWith('/assets/')

describe('the built clients', () => {
  test('are the portal and the web app', () => {
    expect(clients).toEqual(expect.arrayContaining(['portal', 'web']))
  })

  test.each(clients)('%s loads nothing from other hosts and has no script or style inside its page', (client) => {
    const html = built(client, 'index.html').toString()
    expect(addressesIn(html).filter((address) => /^[a-z]+:|^\/\//i.test(address))).toEqual([])
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/i)
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i)
  })

  test.each(clients)('%s finds every file that it asks for at the start', (client) => {
    const fetched = [...fetchedAtStart(client)]
    expect(fetched.length).toBeGreaterThan(0)
    expect(fetched.filter((path) => !existsSync(join(root, 'dist/clients', client, path)))).toEqual([])
  })

  test.each(clients)('%s brings the typeface in two weights from its own server', (client) => {
    const fonts = fontsOf(client)
    expect(fonts).toHaveLength(2)
    expect(
      fonts.filter((address) => !isOwn(address) || !existsSync(join(root, 'dist/clients', client, address))),
    ).toEqual([])
  })

  test.each([
    ['the kit of widgets', 'react-aria'],
    ['React', 'react.dev/errors/'],
    ['the large variant of the schema library', '`ZodString`'],
  ])('the portal takes nothing of %s along', (_, trace) => {
    const [ofPortal, ofWeb] = ['portal', 'web'].map((client) => {
      const folder = join(root, 'dist/clients', client, 'assets', client)
      const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
      return scripts.filter((name) => readFileSync(join(folder, name), 'utf8').includes(trace))
    })
    expect(ofWeb).not.toEqual([])
    expect(ofPortal).toEqual([])
  })

  test('the portal asks the server by a script of its own, small and complete, ahead of all others', () => {
    const [first = '', ...others] = addressesIn(built('portal', 'index.html').toString()).filter(isScript)
    expect(first).toMatch(/\/first-request-[^/]*\.js$/)
    expect(importedBy('portal', first)).toEqual([])
    expect(others.flatMap((address) => importedBy('portal', address))).toContain(first)
    expect(gzipSync(built('portal', first), { level: 9 }).byteLength).toBeLessThan(3_000)
  })

  test('the web app fetches the code of a page when it is shown, and the first one in less than 250 kB compressed', () => {
    const atStart = fetchedAtStart('web')
    const later = [...atStart].flatMap((address) => importedLater('web', address))
    const chunks = new Set(later.filter((address) => /-page-[^/]*\.js$/.test(address)))
    expect(chunks.size).toBe(Object.keys(pages).length)
    expect([...chunks].filter((address) => atStart.has(address))).toEqual([])
    const sizes = [...atStart].map((address) => gzipSync(built('web', address), { level: 9 }).byteLength)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000)
  })

  test('the web app is painted in the look that was chosen, and not before', () => {
    expect(built('web', 'index.html').toString()).toMatch(/<script type="module" blocking="render" /)
  })

  test('portal stays within 75 kB compressed before the message', () => {
    const addresses = ['index.html', ...fetchedAtStart('portal'), ...fontsOf('portal')]
    const sizes = addresses.map((address) => gzipSync(built('portal', address), { level: 9 }).byteLength)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(portalBudgetBytes)
  })
})
