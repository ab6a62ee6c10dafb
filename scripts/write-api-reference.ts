/** Writes docs/api.md from the contract: `node scripts/write-api-reference.ts`. A test keeps the file and the contract together. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { apiReference } from './api-reference.ts'

writeFileSync(resolve(import.meta.dirname, '..', 'docs', 'api.md'), apiReference())
