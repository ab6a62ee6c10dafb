import { useMatches, useSearch } from '@tanstack/react-router'
import type { DeclaredPage } from '../app/declared-page.ts'
import { useLanguage } from '../texts/language.tsx'

/** The page that is shown, as the registry declares it; undefined where nothing is. */
export const useDeclaredPage = (): DeclaredPage | undefined =>
  useMatches({ select: (matches) => matches.at(-1)?.staticData.page })

/** The path of the entry that stands for it in the navigation: a message may have been found in another list than its own. */
export function useShownEntry(): string | undefined {
  const page = useDeclaredPage()
  const { list } = useSearch({ strict: false })
  return list === 'inbox' ? '/inbox' : (page?.under ?? page?.path)
}

/** Its title in the language in use. */
export function useDeclaredTitle(): string {
  const { t } = useLanguage()
  return useDeclaredPage()?.title(t) ?? t.app.notFoundTitle
}
