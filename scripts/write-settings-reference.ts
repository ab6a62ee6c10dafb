/** Writes docs/settings.md from the declarations: `node scripts/write-settings-reference.ts`. A test keeps both together. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { settingsReference } from './settings-reference.ts'

writeFileSync(resolve(import.meta.dirname, '..', 'docs', 'settings.md'), settingsReference())
