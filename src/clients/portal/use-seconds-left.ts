import { useEffect, useState } from 'react'

/** Whole seconds until `atMs` (Unix time), counting down to 0. */
export function useSecondsLeft(atMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((atMs - nowMs) / 1000))
}
