import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileEdges, findCycle, groupOrder, layerViolations, moduleEdges, usedEdges } from './rules/layers.ts'
import { drawModules, isDrawn } from './rules/module-drawing.ts'
import { tableOwners } from './rules/tables.ts'
import { readFiles, readSources, repositoryRoot } from './source-files.ts'

describe('the direction of imports', () => {
  test.each(['src/lib', 'src/contract', 'src/platform', 'src/modules', 'src/clients'])('is kept in %s', (folder) => {
    const files = readSources(folder)
    expect(files.length, `${folder} was not inspected`).toBeGreaterThan(0)
    expect(files.flatMap(layerViolations)).toEqual([])
  })

  test('is kept everywhere else in src, where only composition roots live', () => {
    expect(readSources('src').flatMap(layerViolations)).toEqual([])
  })

  test('allows no cycle between modules', () => {
    expect(findCycle(moduleEdges)).toBeUndefined()
    expect(findCycle({ a: ['b'], b: ['c'], c: ['b'] })).toEqual(['b', 'c', 'b'])
  })

  test('allows no cycle between files either, whether one is loaded at once or later', () => {
    const edges = fileEdges(readSources())
    expect(Object.values(edges).flat().length).toBeGreaterThan(1000)
    expect(findCycle(edges)).toBeUndefined()
    const lazily = [
      { path: 'src/a.ts', text: `const b = () => import('./b.ts')` },
      { path: 'src/b.ts', text: `import type { A } from './a.ts'` },
    ]
    expect(findCycle(fileEdges(lazily))).toEqual(['src/a.ts', 'src/b.ts', 'src/a.ts'])
  })

  test('knows every group and module there is', () => {
    const groups = readdirSync(resolve(repositoryRoot, 'src/modules'))
    const modules = groups.flatMap((group) => readdirSync(resolve(repositoryRoot, 'src/modules', group)))
    expect(modules.length).toBeGreaterThan(0)
    expect(groups.toSorted()).toEqual(groupOrder.toSorted())
    expect(modules.toSorted()).toEqual(Object.keys(moduleEdges).toSorted())
  })

  test('lists no edge that nothing uses', () => {
    const migrations = readFiles('src/modules/*/*/migrations/*.sql')
    const used = usedEdges([...readSources('src/modules').filter(isDrawn), ...migrations], tableOwners(migrations))
    const listed = Object.entries(moduleEdges).flatMap(([from, all]) => all.map((to) => `${from} → ${to}`))
    expect(used.size).toBeGreaterThan(0)
    expect(listed.filter((edge) => !used.has(edge))).toEqual([])
  })

  test('is drawn in docs/architecture.md as the code has it', () => {
    const migrations = readFiles('src/modules/*/*/migrations/*.sql')
    const [document] = readFiles('docs/architecture.md')
    const drawing = drawModules([...readSources('src/modules'), ...migrations], tableOwners(migrations))
    expect(document?.text, 'run: node scripts/write-module-drawing.ts').toContain(drawing)
  })
})

describe('the guard of the direction refuses', () => {
  test.each([
    ['Node in lib', 'src/lib/age/x.ts', `import { hash } from 'node:crypto'`],
    ['a type of Node in lib', 'src/lib/age/x.ts', `import type { Hash } from 'node:crypto'`],
    ['a server package in contract', 'src/contract/x.ts', `import fastify from 'fastify'`],
    ['a module in platform', 'src/platform/http/x.ts', `import '../../modules/transport/sms/index.ts'`],
    [
      'a loaded module in platform',
      'src/platform/http/x.ts',
      `const a = await import('../../modules/transport/sms/index.ts')`,
    ],
    [
      'a worker that lies in a module',
      'src/platform/x/y.ts',
      `new URL('../../modules/transport/sms/w.ts', import.meta.url)`,
    ],
    [
      'the inside of another module',
      'src/modules/secure/sealing/x.ts',
      `export * from '../../transport/delivery/store.ts'`,
    ],
    ['an edge that is not listed', 'src/modules/transport/sms/x.ts', `import { a } from '../delivery/index.ts'`],
    ['a group above its own', 'src/modules/tenancy/audit/x.ts', `import { a } from '../../transport/sms/index.ts'`],
    ['the server in a client', 'src/clients/web/x.ts', `import { a } from '../../platform/age/index.ts'`],
    ['a server package in a client', 'src/clients/web/x.ts', `import pg from 'pg'`],
    ['a client in a module', 'src/modules/secure/portal/x.ts', `import { a } from '../../../clients/portal/x.ts'`],
    [
      'the harness in the product',
      'src/modules/transport/sms/x.ts',
      `import { a } from '../../../../test/harness/x.ts'`,
    ],
    ['the composition root in a module', 'src/modules/transport/sms/x.ts', `import { a } from '../../../main.ts'`],
    ['a folder without a layer', 'src/helpers.ts', `import { a } from './lib/bytes/index.ts'`],
  ])('%s', (_what, path, text) => {
    expect(layerViolations({ path, text })).toHaveLength(1)
  })

  test.each([
    [
      'a listed edge through the front door',
      'src/modules/secure/sealing/x.ts',
      `import { a } from '../packaging/index.ts'`,
    ],
    [
      'one into a lower group',
      'src/modules/secure/sealing/x.ts',
      `import { a } from '../../transport/delivery/index.ts'`,
    ],
    ['everything in a composition root', 'src/demo/x.ts', `import { a } from '../modules/transport/sms/store.ts'`],
    ['lib in a client', 'src/clients/web/x.ts', `import { a } from '../../lib/age/index.ts'`],
  ])('but not %s', (_what, path, text) => {
    expect(layerViolations({ path, text })).toEqual([])
  })
})
