/** What a session can do at this moment. */
export interface SessionOffers {
  /** TLS is not on and can be switched on (RFC 3207). */
  readonly startTls: boolean
  /** Sign-in is possible now; empty before TLS and once somebody has signed in (RFC 4954 section 3). */
  readonly mechanisms: readonly string[]
  readonly maxMessageBytes: number
}

/** The lines behind EHLO (RFC 5321 section 4.1.1.1): what is listed is exactly what the session does. */
export function listExtensions({ startTls, mechanisms, maxMessageBytes }: SessionOffers): readonly string[] {
  return [
    'PIPELINING',
    '8BITMIME',
    'SMTPUTF8',
    'ENHANCEDSTATUSCODES',
    'DSN',
    ...(mechanisms.length === 0 ? [] : [`AUTH ${mechanisms.join(' ')}`]),
    ...(startTls ? ['STARTTLS'] : []),
    `SIZE ${maxMessageBytes}`,
  ]
}
