import type { DestinationStream } from 'pino'

/** Throws when a server noted refusals that their endpoints do not declare; for the end of a test file. */
export function requireDeclared(logLines: readonly string[]): void {
  const undeclared = logLines.filter((line) => line.includes('"event":"http.undeclared"'))
  if (undeclared.length > 0) throw new Error(`declare these refusals in src/contract: ${undeclared.join('')}`)
}

/** Writes the log where a process writes it, and keeps the lines. */
export const keepingLines = (lines: string[]): DestinationStream => ({
  write(line) {
    lines.push(line)
    process.stderr.write(line)
  },
})
