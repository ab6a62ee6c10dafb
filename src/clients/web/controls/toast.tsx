import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './toast.module.css'

const Context = createContext<(text: string) => void>(() => {})
const shownMs = 6_000

/** Holds the one place where a success is told; the text is spoken politely and goes by itself. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<{ readonly text: string } | null>(null)
  const tell = useCallback((text: string) => setToast({ text }), [])
  useEffect(() => {
    if (toast === null) return
    const timer = setTimeout(() => setToast(null), shownMs)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <Context value={tell}>
      {children}
      <output className={styles.place}>
        {toast !== null && (
          <span className={styles.toast}>
            <Icon name="check" />
            <span>{toast.text}</span>
          </span>
        )}
      </output>
    </Context>
  )
}

/** Tells people that something has worked. Problems stand where they arise instead: they must not go away by themselves. */
export const useToast = (): ((text: string) => void) => useContext(Context)
