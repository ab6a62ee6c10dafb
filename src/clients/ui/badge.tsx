import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './badge.module.css'

export type Tone = 'good' | 'warn' | 'bad' | 'calm' | 'accent'

/** A state in words with an icon; the colour only repeats what the words say. */
export function Badge(props: { readonly tone: Tone; readonly icon?: IconName; readonly children: ReactNode }) {
  return (
    <span className={`${styles.badge} ${styles[props.tone]}`}>
      {props.icon !== undefined && <Icon name={props.icon} size={16} />}
      <span>{props.children}</span>
    </span>
  )
}
