/** A line about work in progress, for a person at a terminal only: scripts see nothing but results and failures. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${text}\n`)
}
