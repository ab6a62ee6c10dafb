import { formatLinkSecret, parseLinkSecret, type LinkSecret } from '../../../lib/split-key/index.ts'
import { withTabStorage } from './tab-storage.ts'

/**
 * Where the secret of a link lives once it has left the address bar: in this tab only (sessionStorage), so that reloading
 * works, while the address can be read over a shoulder, copied or kept in the history without giving the message away.
 * A browser that stores nothing just needs the link again after a reload.
 */
export interface LinkMemory {
  keep(token: string, secret: LinkSecret): void
  recall(token: string): LinkSecret | null
  forget(token: string): void
}

const keyOf = (token: string): string => `sealpost-link-${token}`

export const linkMemory: LinkMemory = {
  keep: (token, secret) => withTabStorage((storage) => storage.setItem(keyOf(token), formatLinkSecret(secret))),
  recall: (token) => parseLinkSecret(withTabStorage((storage) => storage.getItem(keyOf(token))) ?? ''),
  forget: (token) => withTabStorage((storage) => storage.removeItem(keyOf(token))),
}
