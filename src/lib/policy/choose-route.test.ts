import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseRoute, domainRuleFor, type RouteQuestion } from './choose-route.ts'
import { routes } from './routes.ts'

const question: RouteQuestion = {
  address: 'anna@mail.example.org',
  recipientRoute: null,
  domainRules: [],
  organisationRoute: 'portal',
  senderRoutes: ['portal', 'attachment'],
  wishes: { header: null, address: null, subject: null },
}
const wishes = (named: Partial<RouteQuestion['wishes']>) => ({ wishes: { ...question.wishes, ...named } })

describe('chooseRoute', () => {
  it.each<[string, Partial<RouteQuestion>, object]>([
    ['nothing said', {}, { route: 'portal', rule: 'organisation' }],
    [
      'a rule of the domain',
      { domainRules: [{ domain: '.example.org', route: 'direct' }] },
      { route: 'direct', rule: 'domain' },
    ],
    [
      'the recipient before the domain',
      { recipientRoute: 'attachment', domainRules: [{ domain: '.example.org', route: 'direct' }] },
      { route: 'attachment', rule: 'recipient' },
    ],
    [
      'a tag before the recipient',
      { recipientRoute: 'direct', ...wishes({ subject: 'portal' }) },
      { route: 'portal', rule: 'sender-subject' },
    ],
    [
      'a suffix before a tag',
      wishes({ subject: 'portal', address: 'attachment' }),
      { route: 'attachment', rule: 'sender-address' },
    ],
    [
      'a header before all',
      wishes({ header: 'portal', subject: 'attachment', address: 'attachment' }),
      { route: 'portal', rule: 'sender-header' },
    ],
    [
      'a wish that is not allowed',
      wishes({ header: 'direct' }),
      { route: 'portal', rule: 'organisation', refusedWish: 'direct' },
    ],
    [
      'the next wish, when the first is not allowed',
      wishes({ header: 'direct', subject: 'attachment' }),
      { route: 'attachment', rule: 'sender-subject', refusedWish: 'direct' },
    ],
    [
      'a wish that is not allowed where the rules lead anyway',
      { organisationRoute: 'direct', ...wishes({ subject: 'direct' }) },
      { route: 'direct', rule: 'organisation', refusedWish: null },
    ],
  ])('follows %s', (_, asked, expected) => {
    expect(chooseRoute({ ...question, ...asked })).toEqual({ refusedWish: null, ...expected })
  })

  it('never follows a wish outside what the organisation lets senders choose', () => {
    const route = fc.constantFrom(...routes)
    const wish = fc.option(route)
    const any = fc.record({
      address: fc.constantFrom('a@example.org', 'a@mail.example.org', 'a@other.example'),
      recipientRoute: wish,
      domainRules: fc.array(fc.record({ domain: fc.constantFrom('example.org', '.example.org', '.org'), route })),
      organisationRoute: route,
      senderRoutes: fc.subarray([...routes]),
      wishes: fc.record({ header: wish, address: wish, subject: wish }),
    })
    fc.assert(
      fc.property(any, (asked) => {
        const choice = chooseRoute(asked)
        if (choice.rule.startsWith('sender-')) expect(asked.senderRoutes).toContain(choice.route)
        else {
          const without = chooseRoute({ ...asked, wishes: question.wishes })
          expect(choice).toMatchObject({ route: without.route, rule: without.rule })
        }
        if (choice.refusedWish !== null) expect(asked.senderRoutes).not.toContain(choice.refusedWish)
      }),
    )
  })
})

describe('domainRuleFor', () => {
  const rules = [
    { domain: '.org', route: 'portal' },
    { domain: '.example.org', route: 'direct' },
    { domain: 'example.org', route: 'attachment' },
  ] as const
  it.each([
    ['a@example.org', 'example.org'],
    ['a@EXAMPLE.org', 'example.org'],
    ['a@mail.example.org', '.example.org'],
    ['a@notexample.org', '.org'],
    ['a@org', '.org'],
    ['a@example.net', undefined],
  ])('finds for %s the rule %s', (address, domain) => {
    expect(domainRuleFor(address, rules)?.domain).toBe(domain)
  })
})
