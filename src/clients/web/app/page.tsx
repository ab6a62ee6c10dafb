import { useEffect, useRef, type ReactNode } from 'react'
import { useToastEndsWithThis } from '../../ui/toast.tsx'
import styles from './page.module.css'

/** One page inside the shell: its title in the tab and as heading, which takes the focus when the page is new. */
export function Page(props: {
  readonly title: string
  readonly intro?: ReactNode
  /** Stands above the title: the way back. */
  readonly before?: ReactNode
  /** Stands beside the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${props.title} · Sealpost`
  }, [props.title])
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  useToastEndsWithThis()
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        {props.before}
        <div className={styles.title}>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.aside}
        </div>
        {props.intro !== undefined && <p className={styles.intro}>{props.intro}</p>}
      </div>
      {props.children}
    </div>
  )
}
