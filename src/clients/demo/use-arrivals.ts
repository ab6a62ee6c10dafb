import { useEffect, useRef, useState } from 'react'

/** What came since the page was opened, newest first: for announcing it. What was there before counts as known. */
export function useArrivals<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const known = useRef(new Set(items.map(keyOf)))
  const [arrived, setArrived] = useState<readonly Item[]>([])
  useEffect(() => {
    const fresh = items.filter((item) => !known.current.has(keyOf(item)))
    for (const item of fresh) known.current.add(keyOf(item))
    if (fresh.length > 0) setArrived((before) => [...fresh, ...before])
  }, [items, keyOf])
  return arrived
}
