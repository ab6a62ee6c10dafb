/**
 * Writes the drawing of modules in docs/architecture.md from the code: `node scripts/write-module-drawing.ts`. A test keeps
 * both together.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { drawModules } from '../test/architecture/rules/module-drawing.ts'
import { tableOwners } from '../test/architecture/rules/tables.ts'
import { readFiles, readSources, repositoryRoot } from '../test/architecture/source-files.ts'

const path = resolve(repositoryRoot, 'docs/architecture.md')
const migrations = readFiles('src/modules/*/*/migrations/*.sql')
const drawing = drawModules([...readSources('src/modules'), ...migrations], tableOwners(migrations))
const text = readFileSync(path, 'utf8')
writeFileSync(
  path,
  text.replace(/(<!-- modules -->\n\n)```[^]*?```/, (_all, mark: string) => `${mark}${drawing}`),
)
