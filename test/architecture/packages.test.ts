import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { missingOptionalEntries, parseLockfile } from '../../scripts/lockfile.ts'
import {
  isPermissive,
  loosePins,
  mayReachProduction,
  productionLicences,
  readLock,
  readManifest,
  undeclaredScripts,
} from './rules/packages.ts'
import { repositoryRoot } from './source-files.ts'

const manifest = readManifest()
const lock = readLock()

describe('packages', () => {
  test('are pinned to exact versions', () => {
    expect(Object.keys(manifest.dependencies).length).toBeGreaterThan(0)
    expect(loosePins(manifest)).toEqual([])
  })

  test('that reach production have a permissive licence', () => {
    const licences = productionLicences(lock)
    expect(licences.length).toBeGreaterThan(Object.keys(manifest.dependencies).length)
    expect(licences.filter((one) => !mayReachProduction(one))).toEqual([])
  })

  test('run a script at installation only when that is declared', () => {
    expect(undeclaredScripts(manifest, lock)).toEqual([])
    expect(undeclaredScripts({ ...manifest, allowScripts: {} }, lock)).not.toEqual([])
  })

  test('are locked for every platform (after npm install run scripts/complete-lockfile.ts)', () => {
    const text = readFileSync(resolve(repositoryRoot, 'package-lock.json'), 'utf8')
    expect(missingOptionalEntries(parseLockfile(text)).map(({ location }) => location)).toEqual([])
  })

  test('are locked as package.json names them', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest
    expect(lock.packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies })
  })

  test('are locked without the address of a registry', () => {
    const addresses = Object.values(lock.packages).flatMap(({ resolved }) => resolved ?? [])
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100)
    expect(addresses).toEqual([])
  })
})

test('the licence of fonts is accepted for fonts only', () => {
  expect(mayReachProduction({ name: '@embedpdf/fonts-latin', licence: 'OFL-1.1' })).toBe(true)
  expect(mayReachProduction({ name: '@fontsource/atkinson-hyperlegible-next', licence: 'OFL-1.1' })).toBe(true)
  expect(mayReachProduction({ name: '@expo-google-fonts/noto-emoji', licence: 'MIT AND OFL-1.1' })).toBe(true)
  expect(mayReachProduction({ name: 'anything', licence: 'OFL-1.1' })).toBe(false)
  expect(mayReachProduction({ name: '@embedpdf/fonts-latin', licence: 'GPL-3.0' })).toBe(false)
})

describe('a licence', () => {
  test.each(['MIT', '(MPL-2.0 OR Apache-2.0)', 'MIT AND ISC', '(MIT OR GPL-3.0)'])(
    'such as %s is permissive',
    (name) => {
      expect(isPermissive(name)).toBe(true)
    },
  )

  test.each(['GPL-3.0', 'MPL-2.0', 'MIT AND GPL-2.0', 'SEE LICENSE IN x', 'not stated', 'AGPL-3.0-only', 'UNLICENSED'])(
    'such as %s is not',
    (name) => {
      expect(isPermissive(name)).toBe(false)
    },
  )
})
