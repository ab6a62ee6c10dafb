import { isIPv4, isIPv6 } from 'node:net'
import { before } from '../../../lib/text/index.ts'

const mappedIPv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * The network an address belongs to: what one person or company usually gets, IPv4 /24 and IPv6 /64. IPv4 inside IPv6 is
 * IPv4. Anything else gives itself, so that it still counts as one place.
 */
export function networkOf(address: string): string {
  const plain = before(address, '%')
  const ipv4 = mappedIPv4.exec(plain)?.[1] ?? plain
  if (isIPv4(ipv4)) return `${ipv4.split('.').slice(0, 3).join('.')}.0/24`
  if (!isIPv6(plain)) return plain
  return `${firstGroups(plain).join(':')}::/64`
}

/** The single connection an address stands for: the IPv4 address, or the IPv6 /64 from which one line picks freely. */
export function internetAddressOf(address: string): string {
  const plain = before(address, '%')
  const ipv4 = mappedIPv4.exec(plain)?.[1] ?? plain
  return isIPv4(ipv4) ? ipv4 : networkOf(plain)
}

/** The first four of eight groups; `::` stands for as many zeros as are missing (RFC 4291 section 2.2). */
function firstGroups(address: string): readonly string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const lastIsIPv4 = right.at(-1)?.includes('.') === true
  const missing = 8 - left.length - right.length - (lastIsIPv4 ? 1 : 0)
  const groups = [...left, ...Array.from({ length: Math.max(missing, 0) }, () => '0'), ...right]
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
}
