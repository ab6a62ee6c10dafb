import type { BrandingView } from '../../../contract/identity.ts'
import styles from './brand-mark.module.css'

/** The organisation's logo and name; its initial where there is no logo. */
export function BrandMark({ branding }: { readonly branding: BrandingView | null }) {
  const shownName = branding?.displayName ?? 'Sealpost'
  return (
    <span className={styles.mark}>
      {branding !== null && branding.logoUrl !== null ? (
        <img src={branding.logoUrl} alt="" className={styles.logo} />
      ) : (
        <span className={styles.tile} aria-hidden="true">
          {[...shownName][0]}
        </span>
      )}
      <span className={styles.words}>{shownName}</span>
    </span>
  )
}
