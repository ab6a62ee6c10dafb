import { commandsCodes } from '../../contract/errors/commands.ts'
import { httpCodes } from '../../contract/errors/http.ts'
import { errorCatalogue } from '../../contract/errors/index.ts'
import { serverCodes } from '../../contract/errors/server.ts'
import type { Module } from './module.ts'

/** What belongs to no module: the platform and the command line. */
const ownCodes = [serverCodes, httpCodes, commandsCodes].flatMap(Object.keys)

/** Throws for codes of the catalogue that no module, or more than one, gives as its own. */
export function requireOwners(modules: readonly Pick<Module, 'errors'>[]): void {
  const owned = [...ownCodes, ...modules.flatMap(({ errors }) => Object.keys(errors ?? {}))]
  const isOwnedOnce = (code: string) => owned.includes(code) && owned.indexOf(code) === owned.lastIndexOf(code)
  const wrong = Object.keys(errorCatalogue).filter((code) => !isOwnedOnce(code))
  if (wrong.length > 0) throw new Error(`not one module owns ${wrong.join(', ')}`)
}
