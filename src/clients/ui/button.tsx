import type { ReactNode } from 'react'
import styles from './button.module.css'
import { Spinner } from './spinner.tsx'

export interface ButtonProps {
  readonly children: ReactNode
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly type?: 'button' | 'submit'
  readonly onClick?: () => void
  readonly disabled?: boolean
  /** Shows that the action runs. The button stays focusable and keeps its name, but does nothing meanwhile. */
  readonly isBusy?: boolean
  readonly icon?: ReactNode
  /** Only where the visible text does not say enough. */
  readonly label?: string
  /** Where a page moves the focus to it. */
  readonly id?: string
}

/** A button of all clients; at most one `primary` per screen. `danger` is for what cannot be undone, and nothing else. */
export function Button({ children, kind = 'secondary', type = 'button', onClick, ...rest }: ButtonProps) {
  const isBusy = rest.isBusy === true
  return (
    <button
      id={rest.id}
      // oxlint-disable-next-line react/button-has-type -- one of two literals, as its type says
      type={isBusy ? 'button' : type}
      className={`${styles.button} ${styles[kind]}`}
      disabled={rest.disabled}
      aria-disabled={isBusy || undefined}
      aria-label={rest.label}
      onClick={isBusy ? undefined : onClick}
    >
      {isBusy ? <Spinner /> : rest.icon}
      <span>{children}</span>
    </button>
  )
}
