import type { BrandingView } from '../../../contract/identity.ts'
import { Logo } from '../../ui/logo.tsx'
import styles from './brand-mark.module.css'

/** The organisation's logo, which mostly holds its name; where there is none, its initial and its name. */
export function BrandMark({ branding }: { readonly branding: BrandingView | null }) {
  const shownName = branding?.displayName ?? 'Sealpost'
  if (branding !== null && branding.logoUrl !== null) return <Logo url={branding.logoUrl} name={shownName} />
  return (
    <span className={styles.mark}>
      <span className={styles.tile} aria-hidden="true">
        {[...shownName][0]}
      </span>
      <span className={styles.words}>{shownName}</span>
    </span>
  )
}
