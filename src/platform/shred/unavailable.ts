import { AppError } from '../../contract/errors/app-error.ts'

/** Temporary: mail is put off with 4xx, what waits goes on waiting. */
export const unavailable = (cause: unknown): AppError =>
  new AppError('unavailable', 'shred.unavailable', 'The server cannot keep a key safely at the moment.', { cause })
