import { readFile } from 'node:fs/promises'
import { AppError } from '../contract/errors/app-error.ts'
import type { Shell } from './shell.ts'

const maxBytes = 4096

async function readInput(input: Shell['input']): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of input) {
    bytes += piece.length
    pieces.push(piece)
    if (bytes > maxBytes) break
  }
  return Buffer.concat(pieces)
}

/** The first line of a file, or of standard input for `-`: how a secret is given to a command, never as an argument. */
export async function readSecretFile(path: string, what: string, shell: Pick<Shell, 'input'>): Promise<string> {
  const content = path === '-' ? await readInput(shell.input) : await readFile(path)
  const line = content.toString('utf8').split(/\r?\n/, 1)[0] ?? ''
  if (content.length > maxBytes || line === '' || line.includes('\uFFFD'))
    throw new AppError(
      'invalid',
      'command.bad-secret-file',
      `the file for the ${what} has to begin with one line of text`,
    )
  return line
}
