import { AppError } from '../../../../../contract/errors/app-error.ts'

/** What went wrong is a fixed sentence: nothing of the document is in it. */
export const pdfCheckFailure = (reason: string, cause?: unknown): AppError =>
  new AppError('broken', 'packaging.pdf-check-failed', `An encrypted PDF did not pass its check: ${reason}.`, { cause })
