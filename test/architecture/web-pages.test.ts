import { describe, expect, test } from 'vitest'
import { areaOrder, areas, type DeclaredPage } from '../../src/clients/web/app/declared-page.ts'
import { pages } from '../../src/clients/web/app/registry.ts'
import { router } from '../../src/clients/web/app/router.tsx'
import { entriesFor } from '../../src/clients/web/frame/entries.ts'
import { german } from '../../src/clients/web/texts/de/index.ts'
import { english } from '../../src/clients/web/texts/en/index.ts'
import { servedClients } from '../../src/main/served-clients.ts'

const declared = Object.entries<DeclaredPage>(pages)
const languages = { german, english }
const shown = (isAdmin: boolean, from?: readonly DeclaredPage[]) => entriesFor({ isAdmin }, from)
const pathsOf = (isAdmin: boolean) => shown(isAdmin).flatMap(({ entries }) => entries.map(({ path }) => path))

/** The one table that the frame of the web app is made of. */
describe('the pages of the web app', () => {
  test('are there', () => {
    expect(declared.length).toBeGreaterThan(10)
  })

  test.each(declared)('%s has a title in both languages, an area and somebody who may see it', (_name, page) => {
    for (const texts of Object.values(languages)) expect(page.title(texts).trim()).not.toBe('')
    expect(page.area === null || areaOrder.includes(page.area)).toBe(true)
    expect(['everyone', 'member', 'administrator']).toContain(page.access)
    expect(page.access === 'everyone').toBe(page.area === null && page.path !== pages.welcome.path)
  })

  test('are the routes of the router, each once', () => {
    const routed = Object.values(router.routesById).flatMap(({ options }) => options.staticData?.page ?? [])
    expect(routed.map(({ path }) => path).toSorted()).toEqual(declared.map(([, { path }]) => path).toSorted())
  })

  test.each(declared)('%s is answered by the server when it is asked for by its address', (_name, { path }) => {
    const served = servedClients.find(({ name }) => name === 'web')?.paths ?? []
    const answers = (pattern: string) =>
      pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path
    expect(served.some(answers)).toBe(true)
  })

  test.each(declared)('%s has code of its own, fetched when it is needed', async (_name, { view }) => {
    expect(view.preload).toBeInstanceOf(Function)
  })
})

describe('the navigation', () => {
  test('shows a member nothing of the administration', () => {
    expect(shown(false).map(({ area }) => area)).toEqual(['mail', 'settings'])
    const forAdministrators = declared.filter(([, { access }]) => access === 'administrator')
    expect(forAdministrators.length).toBeGreaterThan(0)
    for (const [, { path }] of forAdministrators) expect(pathsOf(false)).not.toContain(path)
  })

  test('shows an administrator everything that has an entry, by area', () => {
    expect(shown(true).map(({ area }) => area)).toEqual(['mail', 'settings', 'administration'])
    expect(pathsOf(true)).toEqual(declared.filter(([, { icon }]) => icon !== undefined).map(([, { path }]) => path))
  })

  test('shows no area without a page', () => {
    expect(shown(true, [pages.settings])).toMatchObject([{ area: 'settings', entries: [{ path: '/settings' }] }])
  })

  test.each(Object.entries(languages))('names everything differently in %s', (_name, texts) => {
    for (const { entries } of shown(true)) {
      const titles = entries.map(({ title }) => title(texts))
      expect(new Set(titles).size).toBe(titles.length)
    }
    expect(new Set(areaOrder.map((area) => areas[area].title(texts))).size).toBe(areaOrder.length)
  })

  test('has an entry for every page that says it is under one', () => {
    const under = declared.flatMap(([, page]) => page.under ?? [])
    expect(under.length).toBeGreaterThan(0)
    expect(under.filter((path) => !pathsOf(true).some((entry) => entry === path))).toEqual([])
  })
})
