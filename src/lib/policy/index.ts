/**
 * The rules that decide what happens to an outgoing message: which route each recipient takes and why, and who gets the
 * password. The same code runs in the gateway and in every client.
 *
 * Invariants: no input makes a recipient disappear; what a sender wishes never weakens what the organisation allows; no
 * password is mailed to a recipient of the message it opens.
 *
 * Deliberately does not do: look anything up, or read a message. Reading phone numbers carries the numbering plans of the
 * whole world: a page with a small budget imports routes.ts alone.
 */
export { routeRules, routes, type Route, type RouteRule } from './routes.ts'
export { isAutomaticMail, type FieldText } from './automatic-mail.ts'
export {
  chooseRoute,
  domainRuleFor,
  type DomainRule,
  type RouteChoice,
  type RouteQuestion,
  type SenderWishes,
} from './choose-route.ts'
export { mailboxKey } from './mailbox-key.ts'
export { isPhoneAddress, type HomeCountry } from './password-phone.ts'
export { policyErrors } from './policy-errors.ts'
export { planCheck, type CheckPlan, type CheckQuestion } from './plan-check.ts'
export {
  planPassword,
  type PasswordPlan,
  type PasswordQuestion,
  type PasswordRecipient,
  type SenderReason,
} from './plan-password.ts'
export {
  readEnvelope,
  readEnvelopeAddress,
  routeSuffixOf,
  type EnvelopeAddress,
  type ReadEnvelope,
  type WishedRecipient,
} from './read-envelope.ts'
export { readPasswordHeader, type PasswordDestinations } from './read-password-header.ts'
export { readRouteHeader, readSubjectTag } from './route-words.ts'
