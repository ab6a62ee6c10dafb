import { useEffect, useRef } from 'react'
import { Notice, type NoticeProps } from '../ui/notice.tsx'
import styles from './page.module.css'

/** A notice in the place of what was just used: it comes into view and takes the focus that would be lost otherwise. */
export function FocusedNotice(props: NoticeProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} className={styles.focused}>
      <Notice {...props} />
    </div>
  )
}
