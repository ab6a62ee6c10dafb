import { Button } from '../../ui/button.tsx'
import { useCopied } from '../../ui/use-copied.ts'
import { useLanguage } from '../texts/language.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './copy-value.module.css'

/** Copies a text and says so on the button for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useLanguage()
  const { isCopied, copy } = useCopied(text)
  return (
    <Button icon={<Icon name={isCopied ? 'check' : 'copy'} />} onClick={copy}>
      <span aria-live="polite">{isCopied ? t.app.copied : (label ?? t.app.copy)}</span>
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
