/** One address to connect to, with what the connection must be like. */
export interface Endpoint {
  /** The name asked for: shown in logs, sent as SNI, compared with the certificate. */
  readonly host: string
  readonly address: string
  readonly port: number
  /** `implicit`: TLS from the first byte. `required`: STARTTLS or nothing. `opportunistic`: TLS when it works. */
  readonly tls: 'implicit' | 'required' | 'opportunistic'
  /** Whether a certificate that cannot be verified ends the connection. */
  readonly verify: boolean
  readonly login: { readonly user: string; readonly pass: string } | null
}

/** Where a mail goes: addresses in the order to try, or why there is none. */
export type Route =
  | { readonly endpoints: readonly Endpoint[] }
  | { readonly refused: { readonly status: string; readonly text: string } }
  | { readonly unresolved: { readonly status: string; readonly text: string } }

const loopback = /^(127\.|0\.|::1$|::$|::ffff:127\.)/

export const isLoopbackAddress = (address: string) => loopback.test(address)
