import { useEffect } from 'react'

const idleLimitMs = 30 * 60_000
const checkEveryMs = 15_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'] as const

/** While `isActive`, calls `lock` once nobody has touched the page for half an hour, also when the device slept meanwhile. */
export function useIdleLock(lock: () => void, isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return undefined
    let lastSignMs = Date.now()
    const notice = () => (lastSignMs = Date.now())
    const check = () => {
      if (Date.now() - lastSignMs >= idleLimitMs) lock()
    }
    for (const sign of signs) addEventListener(sign, notice, { passive: true, capture: true })
    document.addEventListener('visibilitychange', check)
    const timer = setInterval(check, checkEveryMs)
    return () => {
      for (const sign of signs) removeEventListener(sign, notice, { capture: true })
      document.removeEventListener('visibilitychange', check)
      clearInterval(timer)
    }
  }, [lock, isActive])
}
