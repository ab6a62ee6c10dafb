import { useId, useRef, useState } from 'react'
import { areas } from '../app/declared-page.ts'
import { useSignedIn } from '../app/use-session.ts'
import { Icon } from '../../ui/icon.tsx'
import { useLanguage } from '../texts/language.tsx'
import { useCloseFromOutside } from './use-close-from-outside.ts'
import { entriesFor, type AreaEntries } from './entries.ts'
import styles from './bottom-bar.module.css'
import { EntryLink } from './navigation.tsx'
import { useShownEntry } from './use-declared-page.ts'

/** As many fit side by side at 320 pixels, beside "More". */
const inBar = 4

/** The navigation of a phone: the first entries at the thumb, everything else behind "More". */
export function BottomBar() {
  const { t } = useLanguage()
  const shown = useShownEntry()
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLElement>(null)
  const sheetId = useId()
  const all = entriesFor(useSignedIn().view.account)
  const [first, rest] = divided(all)
  const isBehind = rest.some(({ entries }) => entries.some((entry) => entry.path === shown))
  useCloseFromOutside(place, isOpen, () => setOpen(false))
  return (
    <nav className={styles.bar} aria-label={t.app.navigation} ref={place}>
      <div id={sheetId} className={styles.sheet} hidden={!isOpen}>
        {rest.map(({ area, entries }) => (
          <section key={area} aria-labelledby={`${sheetId}-${area}`}>
            <h2 id={`${sheetId}-${area}`} className={styles.area}>
              {areas[area].title(t)}
            </h2>
            <ul>
              {entries.map((entry) => (
                <li key={entry.path}>
                  <EntryLink entry={entry} className={styles.row} onFollow={() => setOpen(false)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <ul className={styles.entries}>
        {first.map((entry) => (
          <li key={entry.path}>
            <EntryLink entry={entry} className={styles.entry} />
          </li>
        ))}
        <li>
          <button
            type="button"
            className={styles.entry}
            aria-expanded={isOpen}
            aria-controls={sheetId}
            data-here={isBehind || undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name="more" size={20} />
            <span>{t.frame.more}</span>
          </button>
        </li>
      </ul>
    </nav>
  )
}

/** The entries of the bar, and the others in their areas. */
function divided(all: readonly AreaEntries[]) {
  const first = all.flatMap(({ entries }) => entries).slice(0, inBar)
  const rest = all.flatMap(({ area, entries }) => {
    const others = entries.filter((entry) => !first.includes(entry))
    return others.length === 0 ? [] : [{ area, entries: others }]
  })
  return [first, rest] as const
}
