import { accessSync, constants } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** Programs that were fetched for the tests and are not installed on the machine. */
const cachedPrograms = resolve(import.meta.dirname, '../../.cache/bin')

/**
 * The path of a program that a test compares with: first `.cache/bin` of the checkout, then PATH.
 * Throws one line that names what is missing; a test that needs a peer fails without it instead of passing unseen.
 */
export const requireProgram = (name: string): string => {
  const folders = [cachedPrograms, ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')]
  const found = folders.map((folder) => join(folder, name)).find(isExecutable)
  if (found === undefined) throw new Error(`The program "${name}" is needed: install it, or put it into .cache/bin.`)
  return found
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
