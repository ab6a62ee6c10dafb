import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { allEndpoints } from '../src/contract/index.ts'
import { apiReference } from './api-reference.ts'

test('docs/api.md is what the contract says', () => {
  const text = readFileSync(resolve(import.meta.dirname, '..', 'docs', 'api.md'), 'utf8')
  expect(text, 'run: node scripts/write-api-reference.ts').toBe(apiReference())
  expect(text.match(/^\| `(GET|POST|PUT|DELETE) \/api\//gm)).toHaveLength(allEndpoints.length)
})
