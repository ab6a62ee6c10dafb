import { areaOrder, type Area, type DeclaredPage, type EntryCount } from '../app/declared-page.ts'
import { pages } from '../app/registry.ts'
import type { IconName } from '../../ui/icon.tsx'

/** Whom the navigation is for. */
export interface Viewer {
  readonly isAdmin: boolean
}

/** A page with a place in the navigation. */
export interface Entry {
  readonly path: EntryPath
  readonly title: DeclaredPage['title']
  readonly icon: IconName
  readonly area: Area
  readonly count: EntryCount | null
}
/** Paths that a link can lead to without further words. */
type EntryPath = Exclude<(typeof pages)[keyof typeof pages]['path'], `${string}$${string}`>

export interface AreaEntries {
  readonly area: Area
  readonly entries: readonly [Entry, ...Entry[]]
}

export const maySee = ({ access }: Pick<DeclaredPage, 'access'>, viewer: Viewer): boolean =>
  access !== 'administrator' || viewer.isAdmin

/** What the viewer finds in the navigation, by area, in the order of the registry; an area without a page is left out. */
export function entriesFor(
  viewer: Viewer,
  declared: readonly DeclaredPage[] = Object.values(pages),
): readonly AreaEntries[] {
  const all = declared.filter((page) => maySee(page, viewer)).flatMap(entryOf)
  return areaOrder.flatMap((area) => {
    const [first, ...others] = all.filter((entry) => entry.area === area)
    return first === undefined ? [] : [{ area, entries: [first, ...others] as const }]
  })
}

function entryOf(page: DeclaredPage): readonly Entry[] {
  const { path, icon, area, count } = page
  if (icon === undefined || area === null || !isEntryPath(path)) return []
  return [{ path, title: page.entryTitle ?? page.title, icon, area, count: count ?? null }]
}

const isEntryPath = (path: string): path is EntryPath => !path.includes('$')
