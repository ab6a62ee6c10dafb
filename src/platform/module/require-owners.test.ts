import { expect, test } from 'vitest'
import { auditCodes } from '../../contract/errors/audit.ts'
import { commandsCodes } from '../../contract/errors/commands.ts'
import { httpCodes } from '../../contract/errors/http.ts'
import { errorCatalogue } from '../../contract/errors/index.ts'
import { serverCodes } from '../../contract/errors/server.ts'
import { requireOwners } from './require-owners.ts'

const others = new Set([auditCodes, commandsCodes, httpCodes, serverCodes].flatMap(Object.keys))
const rest = { errors: Object.fromEntries(Object.entries(errorCatalogue).filter(([code]) => !others.has(code))) }

test('a code belongs to one module', () => {
  expect(() => requireOwners([rest, { errors: auditCodes }, {}])).not.toThrow()
})

test('a code that no module gives, or two give, is named', () => {
  expect(() => requireOwners([rest])).toThrow('audit.head-unreadable')
  expect(() => requireOwners([rest, { errors: auditCodes }, { errors: auditCodes }])).toThrow('audit.head-unreadable')
})
