import { setTimeout as sleep } from 'node:timers/promises'

/** Looks again and again until there is something; throws with `what` after the limit. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
  limitMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`did not happen within ${limitMs} ms: ${what}`)
    await sleep(20)
  }
}
