import type { Writable } from 'node:stream'

/** What a command finds around it. */
export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly input: AsyncIterable<Uint8Array>
  readonly output: Writable
  readonly errors: Writable & { readonly isTTY?: boolean }
}

/** That of this process. */
export const processShell: Shell = {
  environment: process.env,
  // Node opens the stream when it is first asked for, and most commands read nothing.
  get input() {
    return process.stdin
  },
  output: process.stdout,
  errors: process.stderr,
}

/** A line about work in progress, for a person at a terminal only: scripts see nothing but results and failures. */
export function showProgress({ errors }: Pick<Shell, 'errors'>, text: string): void {
  if (errors.isTTY === true) errors.write(`${text}\n`)
}
