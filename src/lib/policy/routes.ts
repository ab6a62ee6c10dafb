/** How a message reaches an outside recipient: page, encrypted ZIP and PDF, or the mail itself over verified TLS. */
export const routes = ['portal', 'attachment', 'direct'] as const
export type Route = (typeof routes)[number]

/**
 * What decided a recipient's route. The first seven are rules and wishes; the others say why a message that should have
 * left as an attachment or directly goes through the portal after all.
 */
export const routeRules = [
  'sender-header',
  'sender-address',
  'sender-subject',
  'recipient',
  'domain',
  'organisation',
  'sender-choice',
  'too-large',
  'not-packable',
  'no-verified-tls',
  'attachment-refused',
] as const
export type RouteRule = (typeof routeRules)[number]
