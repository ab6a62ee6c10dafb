import type { ReactNode } from 'react'
import { Card } from '../../ui/card.tsx'
import styles from './panel.module.css'

/** A card with a heading: one subject of a page. `id` is also where a link can lead to. */
export function Panel(props: {
  readonly id: string
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div id={props.id} className={styles.panel}>
      <Card labelledBy={`${props.id}-title`}>
        <div className={styles.head}>
          <h2 id={`${props.id}-title`}>{props.title}</h2>
          {props.aside}
        </div>
        {props.children}
      </Card>
    </div>
  )
}

/** Buttons in a row that wraps; on a narrow screen each takes the whole width. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

/** What a page shows when there is nothing to show: why, and what to do next. */
export function EmptyState(props: {
  readonly title: string
  readonly text: string
  readonly steps?: readonly string[]
  readonly action?: ReactNode
}) {
  return (
    <div className={styles.empty}>
      <h2>{props.title}</h2>
      <p className={styles.muted}>{props.text}</p>
      {props.steps !== undefined && (
        <ol className={styles.steps}>
          {props.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {props.action}
    </div>
  )
}
