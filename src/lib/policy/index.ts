/**
 * The rules that decide what happens to an outgoing message: which route each recipient takes and why, and who gets the
 * password. The same code runs in the gateway and in every client.
 *
 * Invariants: no input makes a recipient disappear; what a sender wishes never weakens what the organisation allows.
 *
 * Deliberately does not do: look anything up, or read a message.
 */
export { routeRules, routes, type Route, type RouteRule } from './routes.ts'
