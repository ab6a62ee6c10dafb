import { useEffect, useRef, type ReactNode } from 'react'
import { useToastEndsWithThis } from '../../ui/toast.tsx'
import { useDeclaredPage } from '../frame/use-declared-page.ts'
import styles from './list-page.module.css'

/**
 * A list of messages as a page, or beside the message that is read: then the page is the message, which has the title, the
 * heading of the first level and the focus.
 */
export function ListPage(props: {
  readonly path: '/inbox' | '/sent'
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const { path, title } = props
  const isBeside = useDeclaredPage()?.path !== path
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isBeside) document.title = `${title} · Sealpost`
  }, [isBeside, title])
  useEffect(() => {
    if (!isBeside) heading.current?.focus({ preventScroll: true })
  }, [isBeside])
  useToastEndsWithThis()
  const Heading = isBeside ? 'h2' : 'h1'
  return (
    <div className={styles.list}>
      <div className={styles.head}>
        <Heading ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </Heading>
        {props.aside}
      </div>
      {props.children}
    </div>
  )
}
