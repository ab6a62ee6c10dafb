/**
 * Names that strangers gave to files, made fit for every system: the same ones in a ZIP and on a page.
 */
export { entryNames, originalName } from './entry-names.ts'
