import { ApiError } from '../../../contract/client.ts'
import { UnopenableContentError } from '../../keys/open-content-error.ts'

/** What went wrong, as far as it changes what a person should do next. Each has a text in both languages. */
export type Problem =
  | 'code-wrong'
  | 'too-many-codes'
  | 'too-many'
  | 'offline'
  | 'session-ended'
  | 'too-large'
  | 'unopenable'
  | 'key-unverified'
  | 'stretch-failed'
  | 'failed'

/** Codes and states that say the link has changed since the page asked: it is best asked again. */
const changedCodes = new Set(['portal.locked', 'portal.closed'])

export const meansLinkChanged = (cause: unknown): boolean =>
  cause instanceof ApiError && (changedCodes.has(cause.code) || cause.status === 410)

export const meansSessionEnded = (cause: unknown): boolean => cause instanceof ApiError && cause.status === 401

export function problemOf(cause: unknown): Problem {
  if (cause instanceof ApiError) return problemOfAnswer(cause)
  if (cause instanceof UnopenableContentError) return 'unopenable'
  if (!(cause instanceof Error)) return 'failed'
  if (cause.name === 'SplitKeyError') return 'unopenable'
  if (cause.name === 'StretchError') return 'stretch-failed'
  // What fetch and its streams throw when the connection breaks.
  return cause instanceof TypeError || cause.name === 'AbortError' || cause.name === 'NetworkError'
    ? 'offline'
    : 'failed'
}

function problemOfAnswer({ code, status }: ApiError): Problem {
  if (code === 'offline' || status === 502 || status === 503 || status === 504) return 'offline'
  if (code === 'portal.code-wrong') return 'code-wrong'
  if (code === 'answer.key-not-authentic') return 'key-unverified'
  if (code === 'portal.too-many-codes') return 'too-many-codes'
  if (status === 401) return 'session-ended'
  if (status === 413) return 'too-large'
  return status === 429 ? 'too-many' : 'failed'
}
