import { expect, test } from 'vitest'
import { auditCodes } from '../../contract/errors/audit.ts'
import { commandsCodes } from '../../contract/errors/commands.ts'
import { httpCodes } from '../../contract/errors/http.ts'
import { errorCatalogue } from '../../contract/errors/index.ts'
import { serverCodes } from '../../contract/errors/server.ts'
import { allSettings, slices } from '../../lib/settings/index.ts'
import { requireOwners } from './require-owners.ts'

const others = new Set([auditCodes, commandsCodes, httpCodes, serverCodes].flatMap(Object.keys))
const errors = Object.fromEntries(Object.entries(errorCatalogue).filter(([code]) => !others.has(code)))
const { portal, ...otherSlices } = slices
const settings = Object.assign({}, ...Object.values(otherSlices))
const rest = { errors, settings }

test('a code and a setting belong to one module', () => {
  expect(() => requireOwners([rest, { errors: auditCodes }, { settings: portal }, {}])).not.toThrow()
})

test('a code that no module gives, or two give, is named', () => {
  const modules = [{ errors, settings: allSettings }]
  expect(() => requireOwners(modules)).toThrow('audit.head-unreadable')
  expect(() => requireOwners([...modules, { errors: auditCodes }, { errors: auditCodes }])).toThrow(
    'audit.head-unreadable',
  )
})

test('a setting that no module gives, or two give, is named', () => {
  const modules = [rest, { errors: auditCodes }]
  expect(() => requireOwners(modules)).toThrow('not one module owns trustedDevices')
  expect(() => requireOwners([...modules, { settings: portal }, { settings: portal }])).toThrow('trustedDevices')
})
