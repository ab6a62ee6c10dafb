import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import {
  Button,
  Text,
  UNSTABLE_Toast as KitToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Icon } from './icon.tsx'
import styles from './toast.module.css'

interface Told {
  readonly text: string
  /** What it is about, such as the subject of a message: several acts may follow one another. */
  readonly about?: string
}

interface ToastPlace {
  readonly tell: (text: string, about?: string) => void
  readonly end: () => void
}

const Context = createContext<ToastPlace>({ tell: () => {}, end: () => {} })
/** Counted only while nobody points at it or is in it. */
const shownMs = 6_000

/** Holds the one place where successes are told. They are spoken, and go by themselves, by hand, or with their page. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [queue] = useState(() => new ToastQueue<Told>({ maxVisibleToasts: 3 }))
  const place = useMemo(
    () => ({
      tell: (text: string, about?: string) =>
        void queue.add(about === undefined ? { text } : { text, about }, { timeout: shownMs }),
      end: () => queue.clear(),
    }),
    [queue],
  )
  return (
    <Context value={place}>
      {children}
      <ToastRegion queue={queue} className={styles.place ?? ''}>
        {({ toast }) => (
          <KitToast toast={toast} className={styles.toast ?? ''}>
            <Icon name="check" />
            <ToastContent className={styles.told}>
              {toast.content.about !== undefined && <strong className={styles.about}>{toast.content.about}</strong>}
              <Text slot="title">{toast.content.text}</Text>
            </ToastContent>
            <Button slot="close" className={styles.close ?? ''}>
              <Icon name="close" />
            </Button>
          </KitToast>
        )}
      </ToastRegion>
    </Context>
  )
}

/** Tells people that something has worked. Problems stand where they arise instead: they must not go away by themselves. */
export const useToast = (): ToastPlace['tell'] => useContext(Context).tell

/** Ends what was told when the view goes: on the next page it would seem to speak of what stands there. */
export function useToastEndsWithThis(): void {
  const { end } = useContext(Context)
  useEffect(() => end, [end])
}
