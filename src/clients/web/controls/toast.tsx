import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'
import styles from './toast.module.css'

interface Toast {
  readonly text: string
  /** What it is about, such as the subject of a message: several acts may follow one another. */
  readonly about?: string
}

interface ToastPlace {
  readonly tell: (text: string, about?: string) => void
  readonly end: () => void
}

const Context = createContext<ToastPlace>({ tell: () => {}, end: () => {} })
const shownMs = 6_000

/** Holds the one place where a success is told; the text is spoken politely and goes by itself, or with its page. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null)
  const tell = useCallback((text: string, about?: string) => {
    setToast(about === undefined ? { text } : { text, about })
  }, [])
  const end = useCallback(() => setToast(null), [])
  const [place] = useState({ tell, end })
  useEffect(() => {
    if (toast === null) return
    const timer = setTimeout(end, shownMs)
    return () => clearTimeout(timer)
  }, [toast, end])
  return (
    <Context value={place}>
      {children}
      <output className={styles.place}>
        {toast !== null && (
          <span className={styles.toast}>
            <Icon name="check" />
            <span>
              {toast.about !== undefined && <strong className={styles.about}>{toast.about}</strong>}
              {toast.text}
            </span>
          </span>
        )}
      </output>
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
