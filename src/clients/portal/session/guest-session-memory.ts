import { withTabStorage } from './tab-storage.ts'

const keyOf = (token: string): string => `sealpost-guest-${token}`
const pattern = /^[A-Za-z0-9_-]{43}$/

/**
 * The bearer of a session that passed its check, kept in this tab so that reloading does not cost another code. It opens
 * nothing without the link's secret, and the server ends it after 30 idle minutes.
 */
export const guestSessionMemory = {
  keep: (token: string, guestSession: string): void =>
    withTabStorage((storage) => storage.setItem(keyOf(token), guestSession)),
  recall: (token: string): string | null => {
    const kept = withTabStorage((storage) => storage.getItem(keyOf(token))) ?? ''
    return pattern.test(kept) ? kept : null
  },
  forget: (token: string): void => withTabStorage((storage) => storage.removeItem(keyOf(token))),
}
