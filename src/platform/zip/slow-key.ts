import { pbkdf2Sync } from 'node:crypto'

export interface SlowKeyOptions {
  readonly salt: Uint8Array
  readonly rounds: number
  readonly bytes: number
}

const remembered = new Map<string, Buffer>()
const maxRemembered = 4096

/**
 * PBKDF2-HMAC-SHA1. A result is remembered until the same is asked again: writer and reader of an archive each ask in their
 * own words, and where they agree the second answer need not take a millisecond per entry.
 */
export function slowKey(password: string, { salt, rounds, bytes }: SlowKeyOptions): Buffer {
  const question = `${rounds} ${bytes} ${Buffer.from(salt).toString('latin1')} ${password}`
  const known = remembered.get(question)
  remembered.delete(question)
  if (known !== undefined) return known
  const answer = pbkdf2Sync(password, salt, rounds, bytes, 'sha1')
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(question, answer)
  return answer
}

/** To be called when an archive is done, so that keys do not stay in memory longer than the message. */
export const forgetSlowKeys = (): void => remembered.clear()
