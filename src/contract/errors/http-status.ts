import type { AppErrorKind, AppErrorReason } from '../../lib/errors/app-error.ts'

const statusByKind = {
  refused: 403,
  invalid: 400,
  conflict: 409,
  'not-found': 404,
  unavailable: 503,
  broken: 500,
} as const
const statusByReason = { 'signed-out': 401, 'too-many': 429, 'too-large': 413, gone: 410 } as const

/** The only place that chooses an HTTP status for a failure (RFC 9110 section 15). */
export function httpStatusOf(error: {
  readonly kind: AppErrorKind
  readonly reason?: AppErrorReason | undefined
}): number {
  return error.reason === undefined ? statusByKind[error.kind] : statusByReason[error.reason]
}
