import { CommanderError } from 'commander'
import { AppError } from '../contract/errors/app-error.ts'
import { SplitKeyError } from '../lib/split-key/index.ts'
import { scrubText } from '../platform/log/log.ts'

const systemTexts: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is a file, not a folder',
  ENOSPC: 'there is no space left',
  EROFS: 'the file system is read-only',
  EEXIST: 'exists already',
}

const oneLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('; ')

function systemText(error: Error): string | undefined {
  if (!('code' in error) || typeof error.code !== 'string') return undefined
  const { code } = error
  if (code === 'EADDRINUSE') return `port ${'port' in error ? String(error.port) : ''} is already in use`
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined
  const text = systemTexts[code]
  if (text !== undefined) return path === undefined ? `${text} (${code})` : `${path}: ${text}`
  // SQLSTATE: the text of the server may repeat values, so the class is all that is shown.
  return /^[0-9A-Z]{5}$/.test(code) ? `the database refused the work (SQLSTATE ${code})` : undefined
}

/** One line for the person at the terminal; never a stack trace, never a secret. */
export function explainFailure(error: unknown): string {
  if (error instanceof AppError) return oneLine(error.publicText)
  if (error instanceof CommanderError) return oneLine(error.message.replace(/^error: /, '').replace('\n(', ' ('))
  if (error instanceof SplitKeyError) return 'the password does not open this account'
  if (!(error instanceof Error)) return 'unexpected failure'
  return systemText(error) ?? `unexpected failure: ${scrubText(oneLine(error.message))}`
}
