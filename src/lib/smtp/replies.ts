import type { SmtpReply } from './reply.ts'

const reply = (code: number, enhanced: string | null, text: string): SmtpReply => ({ code, enhanced, text })

/** What a server says by the protocol alone, whoever owns it; codes of RFC 5321 section 4.3.2, statuses of RFC 3463. */
export const replies = {
  accepted: {
    noop: reply(250, '2.0.0', 'OK'),
    reset: reply(250, '2.0.0', 'Flushed'),
    sender: reply(250, '2.1.0', 'Accepted'),
    recipient: reply(250, '2.1.5', 'Accepted'),
    signIn: reply(235, '2.7.0', 'Authentication successful'),
    tls: reply(220, '2.0.0', 'Ready to start TLS'),
    quit: reply(221, '2.0.0', 'Bye'),
    data: reply(354, null, 'End data with <CR><LF>.<CR><LF>'),
    message: (text: string) => reply(250, '2.6.0', text),
    challenge: (text: string) => reply(334, null, text),
    /** RFC 5321 section 7.3 lets a server keep its addresses to itself. */
    notVerified: reply(252, '2.5.0', 'Addresses are not verified; send the message'),
    help: (verbs: readonly string[]) => reply(214, '2.0.0', `Commands: ${verbs.join(' ')}`),
  },
  order: {
    helloFirst: reply(503, '5.5.1', 'send HELO/EHLO first'),
    mailFirst: reply(503, '5.5.1', 'need MAIL command'),
    recipientFirst: reply(503, '5.5.1', 'need RCPT command'),
    nestedMail: reply(503, '5.5.1', 'nested MAIL command'),
    signedInAlready: reply(503, '5.5.1', 'No identity changes permitted'),
    signInInTransaction: reply(503, '5.5.1', 'AUTH is not permitted during a mail transaction'),
    tlsAlready: reply(503, '5.5.1', 'TLS already active'),
    /** RFC 4954 section 4 and RFC 3207 section 4: a password is never taken in the clear. */
    tlsFirst: reply(530, '5.7.0', 'Must issue a STARTTLS command first; switch on STARTTLS in your mail program'),
  },
  syntax: {
    unknownCommand: reply(500, '5.5.2', 'command not recognized'),
    lineTooLong: reply(500, '5.5.6', 'Command line too long'),
    noParameters: (verb: string) => reply(501, '5.5.4', `syntax: ${verb} takes no parameter`),
    verify: reply(501, '5.5.4', 'syntax: VRFY address'),
    sender: reply(501, '5.1.7', 'Bad sender address syntax'),
    recipient: reply(501, '5.1.3', 'Bad recipient address syntax'),
    parameters: reply(501, '5.5.4', 'Bad parameter syntax'),
    parameter: (name: string) => reply(501, '5.5.4', `The ${name} parameter is not written as its standard says`),
    duplicate: (name: string) => reply(501, '5.5.4', `duplicate ${name} parameter`),
    unknownParameter: reply(555, '5.5.4', 'Parameter not known here; see the EHLO answer'),
    mechanism: reply(504, '5.5.4', 'Unrecognized authentication type'),
    credentials: reply(501, '5.5.4', 'Bad authentication data'),
    signInAborted: reply(501, '5.5.4', 'Authentication aborted'),
  },
  tooLarge: {
    declared: (max: number) => reply(552, '5.3.4', `The message is larger than ${max} bytes; send smaller attachments`),
    endless: reply(552, '5.3.4', 'The message is much larger than allowed; send smaller attachments'),
  },
  /** After 421 the connection ends (section 3.8). */
  closing: {
    notSmtp: reply(421, '4.7.0', 'This is an SMTP server'),
    tooManyErrors: reply(421, '4.7.0', 'Too many errors; correct the settings of your mail program'),
    tooManyCommands: reply(421, '4.7.0', 'Too many commands without a message'),
    tooManySignIns: reply(421, '4.7.0', 'Too many failed sign-ins; check user name and app password'),
    notSignedIn: reply(421, '4.7.0', 'Not signed in in time'),
    ambiguousLines: reply(421, '4.7.0', 'Closing: line ends were ambiguous'),
    silent: reply(421, '4.4.2', 'Timeout - closing connection'),
    slowMessage: reply(421, '4.4.2', 'The message took too long'),
    stopping: reply(421, '4.3.2', 'The server is being restarted, try again in a minute'),
  },
} as const
