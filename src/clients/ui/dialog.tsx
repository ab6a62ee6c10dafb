import type { ReactNode } from 'react'
import { Dialog as KitDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import styles from './dialog.module.css'
import { Icon } from './icon.tsx'
import { useWidgetTexts } from './widgets.tsx'

interface DialogProps {
  readonly title: ReactNode
  readonly onClose: () => void
  /** The buttons, the main one last; left out where a form inside has its own. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/**
 * A modal dialog, open as long as it is rendered: it holds the focus, hides the rest, and gives the focus back when it
 * goes. Escape asks to close it; a press beside it does not, because what was typed would be lost.
 */
export function Dialog({ title, onClose, actions, children }: DialogProps) {
  const { close } = useWidgetTexts()
  return (
    <ModalOverlay
      isOpen
      className={styles.backdrop ?? ''}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className={styles.window ?? ''}>
        <KitDialog className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <button type="button" className={styles.close} onClick={onClose} aria-label={close}>
              <Icon name="close" />
            </button>
          </div>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </KitDialog>
      </Modal>
    </ModalOverlay>
  )
}
