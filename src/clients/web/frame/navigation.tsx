import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { areas, type EntryCount } from '../app/declared-page.ts'
import { useSignedIn } from '../app/use-session.ts'
import { Icon } from '../../ui/icon.tsx'
import { useLanguage } from '../texts/language.tsx'
import { entriesFor, type Entry } from './entries.ts'
import styles from './navigation.module.css'
import { useDeclaredPage, useShownEntry } from './use-declared-page.ts'

/** The router marks a link to what is shown, and would mark one to the path above it, which is another page. */
const exactly = { exact: true }

/** The areas as a narrow column: each leads to its first page. */
export function AreaRail() {
  const { t } = useLanguage()
  const here = useDeclaredPage()
  return (
    <nav className={styles.rail} aria-label={t.frame.areasLabel}>
      <ul className={styles.areas}>
        {entriesFor(useSignedIn().view.account).map(({ area, entries: [first] }) => (
          <li key={area}>
            <Link
              to={first.path}
              className={styles.area}
              activeOptions={exactly}
              aria-current={here?.area === area ? 'true' : undefined}
            >
              <Icon name={areas[area].icon} size={22} />
              <span className={styles.areaName}>{areas[area].title(t)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The pages of the area that is shown; an area of one page needs no list of them. */
export function AreaPages() {
  const { t } = useLanguage()
  const here = useDeclaredPage()
  const shown = entriesFor(useSignedIn().view.account).find(({ area }) => area === here?.area)
  if (shown === undefined) return null
  return (
    <nav className={styles.pages} aria-label={areas[shown.area].title(t)}>
      <ul className={styles.entries}>
        {shown.entries.map((entry) => (
          <li key={entry.path}>
            <EntryLink entry={entry} className={styles.entry} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface EntryLinkProps {
  readonly entry: Entry
  readonly className: string | undefined
  readonly onFollow?: () => void
}

/** One entry of a navigation, with how much waits behind it. */
export function EntryLink({ entry, className, onFollow }: EntryLinkProps) {
  const { t } = useLanguage()
  const shown = useShownEntry()
  return (
    <Link
      to={entry.path}
      className={className}
      onClick={onFollow}
      activeOptions={exactly}
      aria-current={entry.path === shown ? 'page' : undefined}
    >
      <Icon name={entry.icon} size={20} />
      <span className={styles.label}>{entry.title(t)}</span>
      {entry.count !== null && <Count of={entry.count} />}
    </Link>
  )
}

function Count({ of }: { readonly of: EntryCount }) {
  const { t } = useLanguage()
  const { data = 0 } = useQuery(of.query)
  if (data === 0) return null
  return (
    <>
      <span className={styles.count} aria-hidden="true">
        {data >= of.most ? `${of.most - 1}+` : data}
      </span>
      <span className="visually-hidden"> {of.inWords(t, data)}</span>
    </>
  )
}
