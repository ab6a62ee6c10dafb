import { AppError } from '../../contract/errors/app-error.ts'

/** What went wrong is a fixed sentence: nothing of the archive is in it. */
export const zipCheckFailure = (reason: string, cause?: unknown): AppError =>
  new AppError('broken', 'packaging.zip-check-failed', `An encrypted archive did not pass its check: ${reason}.`, {
    cause,
  })
