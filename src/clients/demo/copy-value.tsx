import { useCopied } from '../ui/use-copied.ts'
import styles from './copy-value.module.css'
import { useLanguage } from './texts/language.tsx'

export interface CopyValueProps {
  readonly value: string
  /** What is copied and whose it is, for those who hear the page. */
  readonly label: string
}

/** A value to be typed off or copied. */
export function CopyValue({ value, label }: CopyValueProps) {
  const { t } = useLanguage()
  const { isCopied, copy } = useCopied(value)
  return (
    <span className={styles.value}>
      <code>{value}</code>
      <button type="button" aria-label={isCopied ? t.signIn.copied : label} onClick={copy}>
        {isCopied ? t.signIn.copied : t.signIn.copy}
      </button>
    </span>
  )
}
