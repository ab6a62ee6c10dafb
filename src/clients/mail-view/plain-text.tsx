import { useMemo } from 'react'
import { linkify } from './linkify.ts'
import styles from './mail-view.module.css'

/** Plain text as it was written, with web addresses that can be followed. */
export function PlainText({ text }: { readonly text: string }) {
  const segments = useMemo(() => linkify(text.trim()), [text])
  return (
    <div className={styles.plain} dir="auto">
      {segments.map((segment, index) =>
        segment.href === null ? (
          segment.text
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- the segments of one text never change their order
          <a key={index} href={segment.href} target="_blank" rel="noopener noreferrer">
            {segment.text}
          </a>
        ),
      )}
    </div>
  )
}
