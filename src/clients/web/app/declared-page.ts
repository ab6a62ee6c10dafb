import type { UseQueryOptions } from '@tanstack/react-query'
import type { IconName } from '../../ui/icon.tsx'
import type { Texts } from '../texts/language.tsx'

/** The areas of the app in the order in which they are shown. An area exists because a page of it does. */
export const areaOrder = ['mail', 'settings', 'administration'] as const
export type Area = (typeof areaOrder)[number]

export const areas: Readonly<Record<Area, { readonly icon: IconName; readonly title: (t: Texts) => string }>> = {
  mail: { icon: 'mail', title: (t: Texts) => t.frame.areas.mail },
  settings: { icon: 'settings', title: (t: Texts) => t.frame.areas.settings },
  administration: { icon: 'organisation', title: (t: Texts) => t.frame.areas.administration },
}

/** Who sees a page. The server decides by itself who gets what the page shows. */
export type PageAccess = 'everyone' | 'member' | 'administrator'

/** What the frame knows of a page before its code is there. */
export interface DeclaredPage {
  readonly path: string
  /** In the tab and over the page, unless the page knows better, as a message does by its subject. */
  readonly title: (t: Texts) => string
  readonly access: PageAccess
  /** Null for what stands outside the frame: sign-in, and what follows it. */
  readonly area: Area | null
  /** Given when the page has an entry in the navigation of its area; entries stand in the order of this table. */
  readonly icon?: IconName
  /** Where the title is too long for an entry. */
  readonly entryTitle?: (t: Texts) => string
  /** For a page without an entry: the path of the one that stands for it in the navigation. */
  readonly under?: string
  /** How many things wait behind the entry. */
  readonly count?: EntryCount
  /** Its code, as a chunk of its own. */
  readonly view: { readonly preload?: () => Promise<void> | undefined }
}

/** A number beside an entry, and what it says to those who do not see it. */
export interface EntryCount {
  readonly query: UseQueryOptions<number, Error, number, string[]>
  /** The greatest number that is counted. */
  readonly most: number
  readonly inWords: (t: Texts, count: number) => string
}
