import { useEffect, type ReactNode } from 'react'
import type { BrandingView } from '../../../contract/branding.ts'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { LanguageSwitch } from '../controls/language-switch.tsx'
import styles from './entrance.module.css'

/** The frame of the pages before sign-in: one card in the middle, the language below. */
export function Entrance(props: {
  readonly title?: string
  readonly branding?: BrandingView
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = props.title === undefined ? 'Sealpost' : `${props.title} · Sealpost`
  }, [props.title])
  return (
    <div className={styles.entrance}>
      <header className={styles.brand}>
        <BrandMark branding={props.branding ?? null} product="Sealpost" />
      </header>
      <main className={styles.card}>
        {props.title !== undefined && <h1>{props.title}</h1>}
        {props.children}
      </main>
      <footer className={styles.foot}>
        <LanguageSwitch />
      </footer>
    </div>
  )
}
