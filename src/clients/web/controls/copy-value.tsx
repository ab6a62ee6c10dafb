import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useLanguage } from '../texts/language.tsx'
import { Icon } from './icon.tsx'
import styles from './copy-value.module.css'

/** Copies a text and says so on the button for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useLanguage()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2500)
  }
  return (
    <Button icon={<Icon name={copied ? 'check' : 'copy'} />} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? t.app.copied : (label ?? t.app.copy)}</span>
    </Button>
  )
}

/** Names and values that are typed off elsewhere: in a fixed-width face, selected whole by one click. */
export function Values({ values }: { readonly values: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={styles.values}>
      {values.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
