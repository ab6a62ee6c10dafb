import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { organisationKey } from './queries.ts'

const typedKey = [organisationKey, 'typed'] as const

/**
 * State like `useState`, for what was typed and is not saved: a copy lies beside what the server said, so it outlasts a
 * look at another page and ends when the session does. One component at a time may hold a form's state; the copy alone
 * would not do, because it is told to fields a moment late, and a caret would jump.
 */
export function useKept<Value>(form: string, initial: Value) {
  const queries = useQueryClient()
  const [value, setValue] = useState(() => queries.getQueryData<Value>([...typedKey, form]) ?? initial)
  useEffect(() => {
    queries.setQueryDefaults(typedKey, { gcTime: Infinity })
    queries.setQueryData([...typedKey, form], value)
  }, [queries, form, value])
  return [value, setValue] as const
}
