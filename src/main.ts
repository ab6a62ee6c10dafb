/**
 * The composition root: the only place that knows every module. `openSealpost` opens the database and builds the modules
 * (enough for the command line); `startSealpost` adds listeners, jobs and everything that runs.
 */
export { openSealpost, type OpenOptions } from './main/open.ts'
export type { Parts } from './main/parts.ts'
export { startSealpost, type Addresses, type Running, type StartOptions } from './main/start.ts'
