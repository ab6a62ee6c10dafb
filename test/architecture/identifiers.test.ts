import { expect, expectTypeOf, test } from 'vitest'
import type { CopyId, Identifier, MessageId, OrganisationId, RecipientId } from '../../src/lib/id/identifiers.ts'
import { paramNames } from '../../src/contract/endpoint.ts'
import { ids } from '../../src/contract/identifiers.ts'
import { allEndpoints } from '../../src/contract/index.ts'
import type { Sealing } from '../../src/modules/secure/sealing/index.ts'
import type { Database } from '../../src/platform/database/database.ts'

test('a transaction is opened for an organisation, not for any text', () => {
  expectTypeOf<Parameters<Database['withOrganisation']>[0]>().toEqualTypeOf<OrganisationId>()
  expectTypeOf<string>().not.toExtend<OrganisationId>()
  expectTypeOf<Identifier>().not.toExtend<OrganisationId>()
})

test('a message is not asked for by the identifier of a copy or a recipient', () => {
  expectTypeOf<Parameters<Sealing['readConversation']>[1]>().toEqualTypeOf<MessageId>()
  expectTypeOf<CopyId>().not.toExtend<MessageId>()
  expectTypeOf<RecipientId>().not.toExtend<MessageId>()
})

test('an identifier is text where it is written down', () => {
  expectTypeOf<OrganisationId>().toExtend<string>()
  expectTypeOf(ids.organisation.parse('019ab000-0000-7000-8000-000000000000')).toEqualTypeOf<OrganisationId>()
})

test('every path parameter of an endpoint says what it is the identifier of', () => {
  const named = allEndpoints.filter((endpoint) => paramNames(endpoint).length > 0)
  expect(named.length).toBeGreaterThan(0)
  for (const { method, path, params = {} } of named)
    expect(Object.keys(params), `${method} ${path}`).toEqual(paramNames({ path }))
})
