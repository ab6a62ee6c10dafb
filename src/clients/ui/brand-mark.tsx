import type { BrandingView } from '../../contract/branding.ts'
import styles from './brand-mark.module.css'
import { Logo } from './logo.tsx'
import markUrl from './mark.svg'

interface BrandMarkProps {
  /** Null where nobody knows yet whose page this is. */
  readonly branding: BrandingView | null
  /** Stands beside our own mark then. */
  readonly product?: string
}

/** Whose page it is: the organisation's logo, which mostly holds its name, or its initial and its name; else our own mark. */
export function BrandMark({ branding, product }: BrandMarkProps) {
  if (branding === null) {
    return (
      <span className={styles.mark}>
        <img className={styles.tile} src={markUrl} alt="" />
        {product !== undefined && <span className={styles.words}>{product}</span>}
      </span>
    )
  }
  const { displayName, logoUrl } = branding
  if (logoUrl !== null) return <Logo url={logoUrl} name={displayName} />
  return (
    <span className={styles.mark}>
      <span className={`${styles.tile} ${styles.initial}`} aria-hidden="true">
        {[...displayName][0]}
      </span>
      <span className={styles.words}>{displayName}</span>
    </span>
  )
}
