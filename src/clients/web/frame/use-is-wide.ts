import { useSyncExternalStore } from 'react'

/** From 1200 pixels, at the reader's own size of letters: room for a list and what is read beside it. */
const wide = '(min-width: 75rem)'

export const useIsWide = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      const query = matchMedia(wide)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia(wide).matches,
  )
