import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'

interface SearchTerm {
  readonly term: string
  readonly setTerm: (term: string) => void
}

const Context = createContext<SearchTerm | null>(null)

/** What is searched for lives in memory alone: in an address it would reach the history and, on a reload, the server. */
export function SearchTermProvider({ children }: { readonly children: ReactNode }) {
  const [term, setTerm] = useState('')
  const value = useMemo(() => ({ term, setTerm }), [term])
  return <Context value={value}>{children}</Context>
}

export function useSearchTerm(): SearchTerm {
  const value = useContext(Context)
  if (value === null) throw new Error('a view was rendered outside of the shell')
  return value
}
