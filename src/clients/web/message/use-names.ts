import { useQuery } from '@tanstack/react-query'
import { useSignedIn } from '../app/use-session.ts'
import { envelopeQuery, type Sealed } from './queries.ts'

/** What the author of a message called its recipients; empty where they gave no name, or it cannot be opened. */
export function useNameOf(message: Sealed): (address: string) => string {
  const { data } = useQuery(envelopeQuery(message, useSignedIn()))
  return (address) => data?.names?.[address.toLowerCase()] ?? ''
}
