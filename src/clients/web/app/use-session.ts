import { createContext, useContext, useSyncExternalStore } from 'react'
import type { SessionState, SignedInState, WebSession } from '../session/web-session.ts'

export const SessionContext = createContext<WebSession | null>(null)
export const SignedInContext = createContext<SignedInState | null>(null)

/** The session itself, for its actions. */
export function useSession(): WebSession {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('a view was rendered outside of the session')
  return session
}

export function useSessionState(): SessionState {
  const session = useSession()
  return useSyncExternalStore(session.subscribe, session.state)
}

/** The signed-in account, for views inside the shell; the shell sends everybody else to the sign-in page. */
export function useSignedIn(): SignedInState {
  const state = useContext(SignedInContext)
  if (state === null) throw new Error('a view for signed-in people was rendered outside of the shell')
  return state
}
