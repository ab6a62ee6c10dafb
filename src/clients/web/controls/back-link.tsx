import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'
import styles from './back-link.module.css'
import { Icon } from '../../ui/icon.tsx'

function BackAnchor({
  children,
  ...anchor
}: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly ref?: Ref<HTMLAnchorElement> }) {
  return (
    <a {...anchor} className={styles.back}>
      <Icon name="back" size={18} />
      <span>{children}</span>
    </a>
  )
}

/** The way to the page above; stands over the title. */
export const BackLink = createLink(BackAnchor)
