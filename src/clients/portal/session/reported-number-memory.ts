import { withTabStorage } from './tab-storage.ts'

const keyOf = (token: string, number: string): string => `sealpost-reported-${token}-${number}`

/**
 * That the reader of this tab has told the sender that a number is wrong, so that a reloaded page does not ask again. Holds
 * for the number as it is shown: once the sender has changed it, there is nothing to remember.
 */
export const reportedNumberMemory = {
  keep: (token: string, number: string): void =>
    withTabStorage((storage) => storage.setItem(keyOf(token, number), 'yes')),
  has: (token: string, number: string): boolean =>
    withTabStorage((storage) => storage.getItem(keyOf(token, number))) === 'yes',
}
