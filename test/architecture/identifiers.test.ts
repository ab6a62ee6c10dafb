import { expectTypeOf, test } from 'vitest'
import type { Identifier, OrganisationId } from '../../src/lib/id/identifiers.ts'
import { ids } from '../../src/contract/identifiers.ts'
import type { Database } from '../../src/platform/database/database.ts'

test('a transaction is opened for an organisation, not for any text', () => {
  expectTypeOf<Parameters<Database['withOrganisation']>[0]>().toEqualTypeOf<OrganisationId>()
  expectTypeOf<string>().not.toExtend<OrganisationId>()
  expectTypeOf<Identifier>().not.toExtend<OrganisationId>()
})

test('an identifier is text where it is written down', () => {
  expectTypeOf<OrganisationId>().toExtend<string>()
  expectTypeOf(ids.organisation.parse('019ab000-0000-7000-8000-000000000000')).toEqualTypeOf<OrganisationId>()
})
