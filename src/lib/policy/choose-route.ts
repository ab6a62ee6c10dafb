import type { Route, RouteRule } from './routes.ts'

export interface DomainRule {
  /** `example.org` alone, or `.example.org` for it and everything below; ASCII, lower case. */
  readonly domain: string
  readonly route: Route
}

/** What the sender asked for, each by its own means; null when not used. */
export interface SenderWishes {
  readonly header: Route | null
  readonly address: Route | null
  readonly subject: Route | null
}

export interface RouteQuestion {
  /** In the form of `lib/address`, without a route suffix. */
  readonly address: string
  readonly recipientRoute: Route | null
  readonly domainRules: readonly DomainRule[]
  readonly organisationRoute: Route
  /** The routes a sender may choose; a wish for another one is passed over. */
  readonly senderRoutes: readonly Route[]
  readonly wishes: SenderWishes
}

export interface RouteChoice {
  readonly route: Route
  readonly rule: RouteRule
  /** The first wish that the organisation does not allow, unless its rules led there anyway. */
  readonly refusedWish: Route | null
}

/**
 * Chooses the route of one recipient and says what decided: header field, address suffix, subject tag (each only if the
 * organisation lets senders choose that route), the recipient's own route, the rule of the domain, the organisation.
 */
export function chooseRoute(question: RouteQuestion): RouteChoice {
  const { header, address, subject } = question.wishes
  const wished = [
    { route: header, rule: 'sender-header' },
    { route: address, rule: 'sender-address' },
    { route: subject, rule: 'sender-subject' },
  ] as const
  const isAllowed = (route: Route | null) => route !== null && question.senderRoutes.includes(route)
  const granted = wished.find(({ route }) => isAllowed(route))
  const { route, rule } = granted?.route ? { route: granted.route, rule: granted.rule } : byRules(question)
  const refused = wished.find((wish) => wish.route !== null && !isAllowed(wish.route))?.route ?? null
  return { route, rule, refusedWish: refused === route ? null : refused }
}

function byRules({ address, recipientRoute, domainRules, organisationRoute }: RouteQuestion): {
  readonly route: Route
  readonly rule: RouteRule
} {
  if (recipientRoute !== null) return { route: recipientRoute, rule: 'recipient' }
  const ofDomain = domainRuleFor(address, domainRules)
  if (ofDomain !== undefined) return { route: ofDomain.route, rule: 'domain' }
  return { route: organisationRoute, rule: 'organisation' }
}

/** The rule that names the domain itself, else the one of its nearest parent; also finds the hosts listed with it. */
export function domainRuleFor<Rule extends DomainRule>(address: string, rules: readonly Rule[]): Rule | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const matching = rules.filter(
    (rule) => rule.domain === domain || (rule.domain.startsWith('.') && `.${domain}`.endsWith(rule.domain)),
  )
  const exact = matching.find((rule) => rule.domain === domain)
  return exact ?? matching.toSorted((one, other) => other.domain.length - one.domain.length)[0]
}
