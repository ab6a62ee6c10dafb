import { useEffect, useState, type ReactNode } from 'react'
import { useLanguage } from '../texts/language.tsx'
import styles from './sections.module.css'

interface SectionsProps {
  readonly label: string
  /** Panels of the page, by their id, in their order. */
  readonly sections: readonly { readonly id: string; readonly title: string }[]
  readonly children: ReactNode
}

/** A long page with the way to each of its parts beside it; the part in sight is marked. */
export function Sections({ label, sections, children }: SectionsProps) {
  const { t } = useLanguage()
  const here = useSectionInSight(sections)
  return (
    <div className={styles.sections}>
      <nav className={styles.nav} aria-label={`${t.frame.sections}: ${label}`}>
        <ul className={styles.list}>
          {sections.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`} className={styles.link} aria-current={id === here ? 'true' : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.content}>{children}</div>
    </div>
  )
}

/** The uppermost part in the upper half of the window. */
function useSectionInSight(sections: SectionsProps['sections']): string | undefined {
  const [here, setHere] = useState(sections[0]?.id)
  const ids = sections.map(({ id }) => id).join(' ')
  useEffect(() => {
    const inSight = new Set<string>()
    const watch = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) inSight[isIntersecting ? 'add' : 'delete'](target.id)
        setHere((before) => ids.split(' ').find((id) => inSight.has(id)) ?? before)
      },
      { rootMargin: '-80px 0px -50% 0px' },
    )
    for (const id of ids.split(' ')) {
      const part = document.getElementById(id)
      if (part !== null) watch.observe(part)
    }
    return () => watch.disconnect()
  }, [ids])
  return here
}
