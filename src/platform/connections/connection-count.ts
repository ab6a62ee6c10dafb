import { isIPv6 } from 'node:net'

export interface ConnectionCount {
  /** Counts a connection in and returns what counts it out again, once; `null` when it is one too many. */
  admit(remoteAddress: string): (() => void) | null
  open(): number
  /** How many networks have a connection open. */
  networks(): number
}

export interface ConnectionBounds {
  readonly maxConnections: number
  readonly maxConnectionsPerNetwork: number
  /** Addresses that many people come from, such as a proxy of our own: they count in total only. */
  readonly isShared?: (remoteAddress: string) => boolean
}

/** Counts open connections in total and per network: an IPv4 address, or an IPv6 /64, which one customer usually has whole. */
export function createConnectionCount(bounds: ConnectionBounds): ConnectionCount {
  const openByNetwork = new Map<string, number>()
  let open = 0
  const leave = (network: string) => {
    open -= 1
    const left = (openByNetwork.get(network) ?? 1) - 1
    if (left === 0) openByNetwork.delete(network)
    else openByNetwork.set(network, left)
  }
  return {
    open: () => open,
    networks: () => openByNetwork.size,
    admit(remoteAddress) {
      const network = networkOf(remoteAddress)
      const inNetwork = openByNetwork.get(network) ?? 0
      if (open >= bounds.maxConnections) return null
      if (inNetwork >= bounds.maxConnectionsPerNetwork && bounds.isShared?.(remoteAddress) !== true) return null
      open += 1
      openByNetwork.set(network, inNetwork + 1)
      let isOut = false
      return () => {
        if (!isOut) leave(network)
        isOut = true
      }
    },
  }
}

/** The first 64 bits of an IPv6 address; an IPv4 address, mapped or not, as it is. */
export function networkOf(remoteAddress: string): string {
  const address = remoteAddress.replace(/^::ffff:(?=\d{1,3}\.)/i, '')
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...gap, ...right].slice(0, 4).join(':')
}
