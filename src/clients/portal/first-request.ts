import { arrive } from './session/arrival.ts'

/**
 * The head of the page loads this ahead of all other script, so that the server is asked while the rest is on its way. The
 * page imports it as well, and gets what was begun here: a module runs once.
 */
export const arrival = arrive(globalThis.window)
