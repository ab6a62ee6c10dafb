import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './copy-rows.module.css'

export interface CopyRow {
  readonly term: string
  readonly value: string
  /** A remark instead of something to type. */
  readonly isRemark?: boolean
}

/** Names and values that are typed elsewhere, each with a button that copies it. */
export function CopyRows({ rows }: { readonly rows: readonly CopyRow[] }) {
  return (
    <dl className={styles.rows}>
      {rows.map(({ term, value, isRemark }) => (
        <div key={term} className={styles.row}>
          <dt>{term}</dt>
          <dd className={isRemark === true ? styles.remark : styles.value}>{value}</dd>
          {isRemark !== true && (
            <dd className={styles.action}>
              <CopyOne term={term} value={value} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

/** Its name says what it copies: a page has many of them. */
export function CopyOne({ term, value }: CopyRow) {
  const { t } = useLanguage()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), 2500)
  }
  const word = copied ? t.app.copied : t.app.copy
  return (
    <Button
      kind="quiet"
      icon={<Icon name={copied ? 'check' : 'copy'} />}
      label={t.app.about(word, term)}
      onClick={() => void copy()}
    >
      <span className={styles.word}>{word}</span>
    </Button>
  )
}
