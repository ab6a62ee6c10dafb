import { routes, type Route } from './routes.ts'

/** The words with which senders name a route, German and English. */
const routeWords: ReadonlyMap<string, Route> = new Map([
  ['portal', 'portal'],
  ['attachment', 'attachment'],
  ['anhang', 'attachment'],
  ['direct', 'direct'],
  ['direkt', 'direct'],
])

const maxSubjectTags = 10
const tagAtStart = /^\s*\[\s*([a-z]{1,20})\s*\]/i
const tagAtEnd = /\[\s*([a-z]{1,20})\s*\]\s*$/i

/** Where one sender wishes different things for one recipient, the most protected route is meant. */
export function mostProtected(wishes: readonly Route[]): Route | null {
  return routes.find((route) => wishes.includes(route)) ?? null
}

/** Reads a route by its German or English word, in any case, white space around it; null for anything else. */
export function readRouteWord(word: string): Route | null {
  return routeWords.get(word.trim().toLowerCase()) ?? null
}

/** The value of the X-Sealpost-Route field; null when it names no route. Also takes a trailing comment. */
export function readRouteHeader(value: string): Route | null {
  return value.length > 200 ? null : readRouteWord(value.replace(/\([^()]*\)\s*$/, ''))
}

/**
 * Takes the tags `[portal]`, `[attachment]`, `[Anhang]`, `[direct]` and `[direkt]`, in any case, from the start and the end
 * of a decoded subject. Other words in brackets stay. With several tags the most protected route is the wish.
 */
export function readSubjectTag(subject: string): { readonly subject: string; readonly wish: Route | null } {
  const wishes: Route[] = []
  let rest = subject
  while (wishes.length < maxSubjectTags) {
    const found = tagIn(rest, tagAtStart) ?? tagIn(rest, tagAtEnd)
    if (found === null) break
    wishes.push(found.wish)
    rest = found.rest
  }
  return wishes.length === 0 ? { subject, wish: null } : { subject: rest.trim(), wish: mostProtected(wishes) }
}

function tagIn(subject: string, pattern: RegExp): { readonly rest: string; readonly wish: Route } | null {
  const match = pattern.exec(subject)
  const wish = match === null ? null : readRouteWord(match[1] ?? '')
  return match === null || wish === null ? null : { rest: subject.replace(match[0], ''), wish }
}
