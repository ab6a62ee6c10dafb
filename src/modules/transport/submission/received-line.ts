export interface ReceivedFacts {
  readonly hostname: string
  readonly smtpUtf8: boolean
  /** Names the transaction in our log; says nothing about who signed in. */
  readonly transactionId: string
  readonly at: Date
}

/**
 * The Received field for a message taken over TLS from a signed-in client (RFC 5321 section 4.4, the words ESMTPSA and
 * UTF8SMTPSA from RFC 3848 and RFC 6531 section 4.3). Recipients are not named: one of them may be a blind copy. Nor is
 * the client: its address and its name would tell every recipient where somebody works and on what device. Section 4.4
 * demands a FROM clause and only recommends these two in it, section 7.6 names the disclosure; the log keeps the address
 * under the transaction's identifier.
 */
export function receivedLine(facts: ReceivedFacts): string {
  const protocol = facts.smtpUtf8 ? 'UTF8SMTPSA' : 'ESMTPSA'
  const date = facts.at.toUTCString().replace('GMT', '+0000')
  return [
    `Received: from submission by ${facts.hostname}`,
    `\twith ${protocol} id ${facts.transactionId};`,
    `\t${date}`,
    '',
  ].join('\r\n')
}
