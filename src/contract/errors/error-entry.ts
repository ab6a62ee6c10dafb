import type { AppErrorKind, AppErrorReason } from '../../lib/errors/app-error.ts'

/** What a code stands for. Its HTTP status follows from kind and reason (`httpStatusOf`). */
export interface ErrorEntry {
  readonly kind: AppErrorKind
  /** The kind it has where the caller is not the one who could do something about it. */
  readonly orKind?: AppErrorKind
  readonly reason?: AppErrorReason
  /** One line. What a person is told may say more: the name of a field, a number, what to do. */
  readonly meaning: string
}
