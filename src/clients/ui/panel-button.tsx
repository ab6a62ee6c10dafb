import type { ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import styles from './panel-button.module.css'

interface PanelButtonProps {
  /** What the button shows, and its look: it belongs to the place where it stands. */
  readonly opener: ReactNode
  readonly openerClass: string | undefined
  /** Says what the panel is about, to those who hear the page. */
  readonly name: string
  readonly children: ReactNode
}

/** The dialog inside has the name; the kit would give it to the box around it as well, which has no role. */
const unnamed = { 'aria-labelledby': '' }

/** A button with a panel that opens beside it, where there is room. Escape and a press elsewhere close it. */
export function PanelButton({ opener, openerClass = '', name, children }: PanelButtonProps) {
  return (
    <DialogTrigger>
      <Button className={openerClass}>{opener}</Button>
      <Popover {...unnamed} placement="top start" containerPadding={16} className={styles.panel ?? ''}>
        <Dialog className={styles.body ?? ''} aria-label={name}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
