/** What kind of failure it is; the tables that map to HTTP, SMTP and IMAP answers choose a number by it. */
export type AppErrorKind = 'refused' | 'invalid' | 'conflict' | 'not-found' | 'unavailable' | 'broken'

export type AppErrorReason = 'signed-out' | 'too-many' | 'too-large' | 'gone'

export interface AppErrorOptions {
  /** Whether the same request may succeed later without a change. Default: true for `unavailable`, else false. */
  readonly temporary?: boolean
  readonly cause?: unknown
  /** The HTTP status class is chosen by kind; `signed-out`, `too-many` and `too-large` narrow it. */
  readonly reason?: AppErrorReason
}

/**
 * The one error that carries a meaning for the outside. `code` is a stable dotted word ("portal.link-unknown") of the catalogue in `contract/errors`;
 * `publicText` is shown to people, so it never holds a body, subject, password, code, key or link secret.
 */
export class AppError extends Error {
  readonly code: string
  readonly kind: AppErrorKind
  readonly publicText: string
  readonly temporary: boolean
  readonly reason: AppErrorOptions['reason']

  // oxlint-disable-next-line max-params -- three facts and then the options object, as `new Error(message, options)`
  constructor(kind: AppErrorKind, code: string, publicText: string, options: AppErrorOptions = {}) {
    super(`${code}: ${publicText}`, { cause: options.cause })
    this.name = 'AppError'
    this.kind = kind
    this.code = code
    this.publicText = publicText
    this.temporary = options.temporary ?? kind === 'unavailable'
    this.reason = options.reason
  }
}

/** Narrows an unknown thrown value to an AppError with the given code, or with any code. */
export function isAppError(error: unknown, code?: string): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code)
}
