import { isIPv6 } from 'node:net'

export interface ConnectionCount {
  /** Counts a connection in and returns what counts it out again; `null` when it is one too many. */
  admit(remoteAddress: string): (() => void) | null
  open(): number
}

export interface ConnectionBounds {
  readonly maxConnections: number
  readonly maxConnectionsPerNetwork: number
}

/** Counts open connections in total and per network: an IPv4 address, or an IPv6 /64, which one customer usually has whole. */
export function createConnectionCount(bounds: ConnectionBounds): ConnectionCount {
  const openByNetwork = new Map<string, number>()
  let open = 0
  return {
    open: () => open,
    admit(remoteAddress) {
      const network = networkOf(remoteAddress)
      const inNetwork = openByNetwork.get(network) ?? 0
      if (open >= bounds.maxConnections || inNetwork >= bounds.maxConnectionsPerNetwork) return null
      open += 1
      openByNetwork.set(network, inNetwork + 1)
      return () => {
        open -= 1
        const left = (openByNetwork.get(network) ?? 1) - 1
        if (left === 0) openByNetwork.delete(network)
        else openByNetwork.set(network, left)
      }
    },
  }
}

/** The first 64 bits of an IPv6 address; an IPv4 address, mapped or not, as it is. */
export function networkOf(remoteAddress: string): string {
  const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...gap, ...right].slice(0, 4).join(':')
}
