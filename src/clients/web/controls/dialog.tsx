import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './dialog.module.css'

interface DialogProps {
  readonly title: ReactNode
  readonly onClose: () => void
  /** The buttons, the main one last; left out where a form inside has its own. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A modal dialog. The browser's own element traps the focus, hides the rest and gives the focus back on closing. */
export function Dialog({ title, onClose, actions, children }: DialogProps) {
  const { t } = useLanguage()
  const titleId = useId()
  const element = useRef<HTMLDialogElement>(null)
  // Closed before it leaves the document: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={element}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={(cancelled) => {
        cancelled.preventDefault()
        onClose()
      }}
    >
      <div className={styles.head}>
        <h2 id={titleId}>{title}</h2>
        <button type="button" className={styles.close} onClick={onClose} aria-label={t.app.close}>
          <Icon name="close" />
        </button>
      </div>
      <div className={styles.body}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </dialog>
  )
}
