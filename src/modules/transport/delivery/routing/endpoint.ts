import { BlockList, isIP, isIPv6 } from 'node:net'
import type { TlsaRecord } from '../../../../platform/dns/validating-resolver.ts'
import type { FailureCause, TlsPolicy } from '../mail.ts'

/** One address to connect to, with what the connection must be like. */
export interface Endpoint {
  /** The name asked for: shown in logs, sent as SNI, compared with the certificate. */
  readonly host: string
  readonly address: string
  readonly port: number
  /** `implicit`: TLS from the first byte. `required`: STARTTLS or nothing. `opportunistic`: TLS when it works. */
  readonly tls: 'implicit' | 'required' | 'opportunistic'
  /** Whether a certificate that no authority vouches for under this name ends the connection. */
  readonly verify: boolean
  /** Set when these records and nothing else say which certificate is right. */
  readonly dane: readonly TlsaRecord[] | null
  readonly policy: TlsPolicy | null
  readonly login: { readonly user: string; readonly pass: string } | null
}

/** Why a mail can go nowhere: `refused` for good, `unresolved` for now. */
export type NoRoute =
  | { readonly refused: { readonly status: string; readonly text: string; readonly cause: FailureCause } }
  | {
      readonly unresolved: {
        readonly status: string
        readonly text: string
        readonly cause: 'unreachable' | 'no-verified-tls'
        /** The policy that stands in the way. */
        readonly policy?: TlsPolicy
      }
    }

/** Where a mail goes: addresses in the order to try, or why there is none. */
export type Route = { readonly endpoints: readonly Endpoint[] } | NoRoute

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addSubnet('0.0.0.0', 8, 'ipv4')
loopback.addSubnet('::', 127, 'ipv6')

/** What stays on the wire or means nobody in particular: link-local (cloud metadata), multicast, reserved, broadcast. */
const nobody = new BlockList()
nobody.addSubnet('169.254.0.0', 16, 'ipv4')
nobody.addSubnet('224.0.0.0', 3, 'ipv4')
nobody.addSubnet('fe80::', 10, 'ipv6')
nobody.addSubnet('ff00::', 8, 'ipv6')

const isIn = (list: BlockList, address: string) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

/** This machine, however it is written; IPv4 inside IPv6 counts as IPv4. */
export const isLoopbackAddress = (address: string) => isIn(loopback, address)

/** Whether a name that a stranger controls may lead here. Private networks may: inside one, mail hosts have such addresses. */
export const mayBeMailHost = (address: string) =>
  isIP(address) !== 0 && !isIn(loopback, address) && !isIn(nobody, address)
