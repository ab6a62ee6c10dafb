import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'
import look from '../../ui/button.module.css'

interface ButtonAnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly kind?: 'primary' | 'secondary' | 'quiet'
  readonly ref?: Ref<HTMLAnchorElement>
}

function ButtonAnchor({ kind = 'secondary', children, ...anchor }: ButtonAnchorProps) {
  return (
    <a {...anchor} className={`${look.button} ${look[kind]}`}>
      {children}
    </a>
  )
}

/** Leads to another page and looks like a button. */
export const ButtonLink = createLink(ButtonAnchor)
