import { readFile } from 'node:fs/promises'
import { AppError } from '../contract/errors/app-error.ts'

const maxBytes = 4096

async function readStandardInput(): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  const input: AsyncIterable<Buffer> = process.stdin
  for await (const piece of input) {
    bytes += piece.length
    pieces.push(piece)
    if (bytes > maxBytes) break
  }
  return Buffer.concat(pieces)
}

/** The first line of a file, or of standard input for `-`: how a secret is given to a command, never as an argument. */
export async function readSecretFile(path: string, what: string): Promise<string> {
  const content = path === '-' ? await readStandardInput() : await readFile(path)
  const line = content.toString('utf8').split(/\r?\n/, 1)[0] ?? ''
  if (content.length > maxBytes || line === '' || line.includes('\uFFFD'))
    throw new AppError(
      'invalid',
      'command.bad-secret-file',
      `the file for the ${what} has to begin with one line of text`,
    )
  return line
}
