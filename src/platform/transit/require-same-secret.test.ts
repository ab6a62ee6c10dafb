import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDeps, type TestDeps } from '../../../test/harness/test-deps.ts'
import { requireSameSecret } from './require-same-secret.ts'
import { createTransitKey } from './transit-key.ts'

let deps: TestDeps
beforeAll(async () => {
  deps = await createTestDeps()
})
afterAll(() => deps.close())

test('the secret that a database met first is the only one it is opened with', async () => {
  await Promise.all(Array.from({ length: 4 }, () => requireSameSecret(deps.database, deps.transit)))
  await expect(requireSameSecret(deps.database, createTransitKey(randomBytes(32)))).rejects.toMatchObject({
    code: 'secret.not-of-this-database',
  })
  await requireSameSecret(deps.database, deps.transit)
})

test('requests neither read nor change what the secret is recognised by', async () => {
  await requireSameSecret(deps.database, deps.transit)
  const { rows } = await deps.database.ownerPool.query(
    `select has_table_privilege('sealpost_runtime', 'sealpost.installation', 'select, insert, update, delete') as may`,
  )
  expect(rows).toEqual([{ may: false }])
})
