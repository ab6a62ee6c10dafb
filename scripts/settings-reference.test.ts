import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { settingNames } from '../src/lib/settings/index.ts'
import { settingsReference } from './settings-reference.ts'

test('docs/settings.md is what the declarations say, and names every setting', () => {
  const text = readFileSync(resolve(import.meta.dirname, '..', 'docs', 'settings.md'), 'utf8')
  expect(text, 'run: node scripts/write-settings-reference.ts').toBe(settingsReference())
  const named = [...text.matchAll(/^\| `(\w+)` \|(?:[^|]*\|){4}$/gm)].map(([, name]) => name)
  expect(named).toEqual(settingNames)
})
