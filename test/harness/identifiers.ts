import { uuidV7 } from '../../src/lib/id/uuid-v7.ts'
import type { Identifier } from '../../src/lib/id/identifiers.ts'

/** An identifier that nothing has. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the kind is the caller's to say
export const newId = <Id extends Identifier>(): Id => uuidV7<Id>(Date.now())

/** What a test writes, or read in SQL of its own, as an identifier. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the kind is the caller's to say
export const idOf = <Id extends Identifier>(text: string): Id => text as Id
