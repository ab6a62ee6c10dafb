import type { ReactNode } from 'react'
import type { BrandingView } from '../../contract/branding.ts'
import { BrandMark } from '../ui/brand-mark.tsx'
import { Button } from '../ui/button.tsx'
import { useLanguage } from './language.tsx'
import styles from './page.module.css'

export interface PageProps {
  /** Null until the link has been proved: then nobody knows yet whose page this is. */
  readonly branding: BrandingView | null
  /** There is a message here that can be opened. */
  readonly isSealed: boolean
  readonly children: ReactNode
}

/** The frame around every screen: whose page it is, the language, and the small print. */
export function Page({ branding, isSealed, children }: PageProps) {
  const { t } = useLanguage()
  return (
    <div className={styles.page}>
      <a className={styles.skip} href="#content">
        {t.page.skip}
      </a>
      <header className={styles.bar}>
        <div className={`${styles.inner} ${styles.barInner}`}>
          <BrandMark branding={branding} />
          <LanguageSwitch />
        </div>
      </header>
      <main id="content" className={`${styles.inner} ${styles.main}`}>
        {children}
      </main>
      {(isSealed || branding !== null) && (
        <footer className={styles.footer}>
          <div className={`${styles.inner} ${styles.footerInner}`}>
            <span>{isSealed && t.page.sealed}</span>
            <Links branding={branding} />
          </div>
        </footer>
      )}
    </div>
  )
}

function LanguageSwitch() {
  const { language, setLanguage, t } = useLanguage()
  const other = language === 'de' ? 'en' : 'de'
  return (
    <span lang={other} className={styles.language}>
      <Button kind="quiet" onClick={() => setLanguage(other)}>
        {t.page.otherLanguage}
      </Button>
    </span>
  )
}

function Links({ branding }: { readonly branding: BrandingView | null }) {
  const { t } = useLanguage()
  if (branding === null) return null
  const { privacyUrl, termsUrl } = branding
  return (
    <span className={styles.links}>
      {privacyUrl !== null && (
        <a href={privacyUrl} target="_blank" rel="noreferrer">
          {t.page.privacy}
        </a>
      )}
      {termsUrl !== null && (
        <a href={termsUrl} target="_blank" rel="noreferrer">
          {t.page.terms}
        </a>
      )}
    </span>
  )
}
