import { describe, expect, test } from 'vitest'
import { slices } from '../../src/lib/settings/index.ts'
import { moduleEdges } from './rules/layers.ts'
import { settingsViolations } from './rules/settings.ts'
import { importsOf, readSources } from './source-files.ts'

const files = readSources('src/modules')

describe('settings', () => {
  test('are followed by the modules whose settings.ts names them', () => {
    expect(files.length).toBeGreaterThan(0)
    expect(files.flatMap(settingsViolations)).toEqual([])
  })

  test('belong to a module that follows them', () => {
    const following = (module: string) =>
      files.some(
        (file) =>
          file.path.split('/')[3] === module &&
          importsOf(file).some((path) =>
            [`src/lib/settings/slices/${module}.ts`, 'src/lib/settings/index.ts'].includes(path),
          ),
      )
    expect(Object.keys(slices).length).toBeGreaterThan(0)
    expect(Object.keys(slices).filter((module) => !Object.hasOwn(moduleEdges, module))).toEqual([])
    expect(Object.keys(slices).filter((module) => !following(module))).toEqual([])
  })
})

describe('the guard of settings refuses', () => {
  const declared = '../../../lib/settings'
  test.each([
    ['a declaration beside settings.ts', 'sms/policy.ts', `import { smsSettings } from '${declared}/slices/sms.ts'`],
    ['every setting', 'sms/policy.ts', 'const all = await directory.getSettings(tx, id)'],
    ['the slice of another module', 'sms/settings.ts', 'export const followed = { ...sealingSettings }'],
  ])('%s', (_what, path, text) => {
    expect(settingsViolations({ path: `src/modules/transport/${path}`, text })).toHaveLength(1)
  })

  test.each([
    ['one of another module by name', 'const a = { ...smsSettings, smsCountries: recipientsSettings.smsCountries }'],
    ['its own', `export { smsSettings } from '${declared}/slices/sms.ts'`],
  ])('but not %s', (_what, text) => {
    expect(settingsViolations({ path: 'src/modules/transport/sms/settings.ts', text })).toEqual([])
  })
})
