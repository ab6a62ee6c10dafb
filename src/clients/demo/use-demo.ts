import { useEffect, useState } from 'react'
import { callApi } from '../../contract/client.ts'
import { demoCaught, demoPractice, type DemoCaught, type DemoPractice } from '../../contract/demo.ts'

const pollMs = 1000

export interface DemoState {
  readonly practice: DemoPractice | null
  readonly caught: DemoCaught | null
  /** The last request got no answer. */
  readonly isUnreachable: boolean
}

/** Asks once a second, while the page is looked at, what was caught; keeps trying when the demo does not answer. */
export function useDemo(): DemoState {
  const [practice, setPractice] = useState<DemoPractice | null>(null)
  const [caught, setCaught] = useState<DemoCaught | null>(null)
  const [isUnreachable, setUnreachable] = useState(false)
  useEffect(() => {
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      try {
        if (practice === null) setPractice(await callApi(demoPractice, undefined, { signal: abort.signal }))
        const next = await callApi(demoCaught, undefined, { signal: abort.signal })
        setCaught((before) => (before !== null && sameCatch(before, next) ? before : next))
        setUnreachable(false)
      } catch {
        if (!abort.signal.aborted) setUnreachable(true)
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void look(), pollMs)
    }
    void look()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [practice])
  return { practice, caught, isUnreachable }
}

const sameCatch = (before: DemoCaught, next: DemoCaught): boolean =>
  before.mails.length === next.mails.length &&
  before.texts.length === next.texts.length &&
  before.mails[0]?.id === next.mails[0]?.id &&
  before.texts[0]?.reference === next.texts[0]?.reference
