import { isIPv6 } from 'node:net'

export interface ReceivedFacts {
  /** What the client called itself in EHLO. */
  readonly helo: string
  readonly remoteAddress: string
  readonly hostname: string
  readonly smtpUtf8: boolean
  /** Names the transaction in our log; says nothing about who signed in. */
  readonly transactionId: string
  readonly at: Date
}

const domainForm = /^[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?$/i
const literalForm = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]{2,45})\]$/i

/**
 * The Received field for a message taken over TLS from a signed-in client (RFC 5321 section 4.4, the words ESMTPSA and
 * UTF8SMTPSA from RFC 3848 and RFC 6531 section 4.3). Recipients are not named: one of them may be a blind copy.
 */
export function receivedLine(facts: ReceivedFacts): string {
  const literal = isIPv6(facts.remoteAddress) ? `[IPv6:${facts.remoteAddress}]` : `[${facts.remoteAddress}]`
  const isName = domainForm.test(facts.helo) || literalForm.test(facts.helo)
  const protocol = facts.smtpUtf8 ? 'UTF8SMTPSA' : 'ESMTPSA'
  const date = facts.at.toUTCString().replace('GMT', '+0000')
  return [
    `Received: from ${isName ? facts.helo : literal} (${literal})`,
    `\tby ${facts.hostname} with ${protocol} id ${facts.transactionId};`,
    `\t${date}`,
    '',
  ].join('\r\n')
}
