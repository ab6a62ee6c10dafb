import { commandsCodes } from '../../contract/errors/commands.ts'
import { httpCodes } from '../../contract/errors/http.ts'
import { errorCatalogue } from '../../contract/errors/index.ts'
import { serverCodes } from '../../contract/errors/server.ts'
import { settingNames } from '../../lib/settings/index.ts'
import type { Module } from './module.ts'

/** What belongs to no module: the platform and the command line. */
const ownCodes = [serverCodes, httpCodes, commandsCodes].flatMap(Object.keys)

/** Throws for codes of the catalogue and for settings that no module, or more than one, gives as its own. */
export function requireOwners(modules: readonly Pick<Module, 'errors' | 'settings'>[]): void {
  const codes = modules.flatMap(({ errors }) => Object.keys(errors ?? {}))
  const settings = modules.flatMap((module) => Object.keys(module.settings ?? {}))
  const wrong = [
    ...notOwnedOnce(Object.keys(errorCatalogue), [...ownCodes, ...codes]),
    ...notOwnedOnce(settingNames, settings),
  ]
  if (wrong.length > 0) throw new Error(`not one module owns ${wrong.join(', ')}`)
}

const notOwnedOnce = (names: readonly string[], owned: readonly string[]) =>
  names.filter((name) => !owned.includes(name) || owned.indexOf(name) !== owned.lastIndexOf(name))
