import type { z } from 'zod'
import type { Identifier, OrganisationId } from '../lib/id/identifiers.ts'
import { uuid } from './endpoint.ts'

/** Text from outside that was checked to be a UUID; whether it names anything, the table says. */
// oxlint-disable-next-line typescript/consistent-type-assertions -- constructor: an identifier is a checked UUID and what somebody says it names
const checked = <Id extends Identifier>() => uuid as unknown as z.ZodType<Id, string>

/** How text from outside becomes an identifier, by what it names. */
export const ids = {
  organisation: checked<OrganisationId>(),
}
