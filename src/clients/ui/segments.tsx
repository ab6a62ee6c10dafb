import type { ReactNode } from 'react'
import styles from './segments.module.css'

export interface Segment<Value extends string> {
  readonly value: Value
  readonly label: string
  /** The language of the label, where it is not the page's. */
  readonly lang?: string
}

interface SegmentsProps<Value extends string> {
  /** Names the group; said, and shown where `legend` is "shown". */
  readonly name: string
  readonly legend?: 'shown' | 'said'
  readonly segments: readonly Segment<Value>[]
  readonly value: Value
  readonly onChoose: (value: Value) => void
}

/** One of very few words, all in sight; the one in use is marked. */
export function Segments<Value extends string>(props: SegmentsProps<Value>): ReactNode {
  const { name, legend = 'said', segments, value, onChoose } = props
  return (
    <fieldset className={styles.group}>
      <legend className={legend === 'shown' ? styles.legend : 'visually-hidden'}>{name}</legend>
      <div className={styles.segments}>
        {segments.map((segment) => (
          <button
            key={segment.value}
            type="button"
            lang={segment.lang}
            aria-pressed={segment.value === value}
            className={styles.segment}
            onClick={() => onChoose(segment.value)}
          >
            {segment.label}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
