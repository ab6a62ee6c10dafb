import { useEffect, useRef, type ReactNode } from 'react'
import { useToastEndsWithThis } from '../../ui/toast.tsx'
import styles from './page.module.css'
import { useDeclaredTitle } from './use-declared-page.ts'

/** One page inside the shell: its title in the tab and as heading, which takes the focus when the page is new. */
export function Page(props: {
  /** Where the page knows better than the registry. */
  readonly title?: string
  readonly intro?: ReactNode
  /** Stands above the title: the way back. */
  readonly before?: ReactNode
  /** The page belongs to a field outside of it, which is typed in. */
  readonly keepsFocus?: boolean
  /** Stands beside the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const declared = useDeclaredTitle()
  const title = props.title ?? declared
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Sealpost`
  }, [title])
  const { keepsFocus = false } = props
  useEffect(() => {
    if (!keepsFocus) heading.current?.focus({ preventScroll: true })
  }, [keepsFocus])
  useToastEndsWithThis()
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        {props.before}
        <div className={styles.title}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {props.aside}
        </div>
        {props.intro !== undefined && <p className={styles.intro}>{props.intro}</p>}
      </div>
      {props.children}
    </div>
  )
}
