import { useQuery } from '@tanstack/react-query'
import { useSignedIn } from '../app/use-session.ts'
import { useLanguage } from '../texts/language.tsx'
import { envelopeQuery, type Sealed } from './queries.ts'

/** The decrypted subject, or in words what there is instead; `isSubject` tells them apart. */
export function useSubject(message: Sealed): { readonly text: string; readonly isSubject: boolean } {
  const { t } = useLanguage()
  const envelope = useQuery(envelopeQuery(message, useSignedIn()))
  if (message.sealedEnvelope === null) return { text: t.sent.contentRemoved, isSubject: false }
  if (envelope.isPending) return { text: t.sent.opening, isSubject: false }
  if (envelope.isError) return { text: t.sent.cannotOpen, isSubject: false }
  const { subject } = envelope.data
  return subject.trim() === '' ? { text: t.sent.noSubject, isSubject: false } : { text: subject, isSubject: true }
}
