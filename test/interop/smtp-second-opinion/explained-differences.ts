import type { Difference, ReplyClass } from './compare-servers.ts'

export interface ExplainedDifference extends Difference {
  /** The section of the standard that decides, and how both servers read it. */
  readonly why: string
}

type Explained = readonly [kind: string, ours: ReplyClass, theirs: ReplyClass, why: string]

const quietBeforeTls =
  'RFC 3207 section 4 lets a server that demands TLS refuse everything but EHLO, NOOP, STARTTLS and QUIT, as Postfix does; we demand a sign-in, and RFC 4954 section 6 keeps 530 for commands that need one'
const noName =
  'RFC 5321 section 4.1.1.1 demands a name; section 4.1.4 forbids to refuse mail for it, and machines without one are met'
const noHelp = 'RFC 5321 section 4.1.1.8 says that HELP should be there; Postfix has none'
const blank = 'RFC 5321 section 2.4: a command line begins with the verb; Postfix skips blanks before it'
const headerField =
  'RFC 5321 section 4.2.4: 500 for what is no command; Postfix takes it for a web form that was misled, says 221 and closes'
const notOurSender = 'RFC 6409 section 6.1: submission refuses senders that are not the client’s own'
const notAnAddress =
  'RFC 5321 section 4.1.2 allows it; submission takes addresses that somebody outside can answer to (RFC 6409 section 8.1), Postfix whatever it can queue'
const noQuotes =
  'RFC 5321 section 4.1.2 allows quotes and says that hosts should not need them; addresses here never do (lib/address)'
const notBySyntax = 'RFC 5321 section 4.1.2 does not know it; Postfix takes it even with strict_rfc821_envelopes'
const needsUtf8 =
  'RFC 6531 section 3.1: a local part beyond ASCII needs SMTPUTF8; Postfix does not look without strict_smtputf8'
const ownLineEnds =
  'RFC 5321 section 2.3.8: CR and LF never stand alone; decision 0001 refuses the message and closes, this Postfix normalises'
const noFrom = 'RFC 5322 section 3.6 demands From; RFC 6409 section 8.1 lets submission refuse what breaks it'

const table: readonly Explained[] = [
  ['EHLO without a name', '2', '5', noName],
  ['in the clear: EHLO without a name', '2', '5', noName],
  ['HELP', '2', '5', noHelp],
  ['in the clear: HELP', '2', '5', noHelp],
  ['in the clear: RSET', '2', '5', quietBeforeTls],
  ['in the clear: VRFY', '2', '5', quietBeforeTls],
  ['a blank before the command', '5', '2', blank],
  ['in the clear: a blank before the command', '5', '2', blank],
  ['a header field for a command', '5', '2', headerField],
  ['in the clear: a header field for a command', '5', '2', headerField],
  ['MAIL of a foreign sender', '5', '2', notOurSender],
  ['MAIL with an address literal', '5', '2', notOurSender],
  ['MAIL without a domain', '5', '2', notBySyntax],
  ['MAIL with a quoted sender', '5', '2', noQuotes],
  ['MAIL with two signs', '5', '2', notBySyntax],
  ['MAIL with two brackets', '5', '2', notBySyntax],
  [
    'MAIL with a blank before the colon',
    '2',
    '5',
    'RFC 5321 section 4.1.1.2 has no blank there; nothing else can be meant',
  ],
  ['MAIL beyond ASCII without SMTPUTF8', '5', '2', needsUtf8],
  [
    'MAIL with SIZE twice',
    '5',
    '2',
    'RFC 5321 section 4.1.1.11: what a keyword given twice means is not said; it is refused',
  ],
  ['MAIL with a long ENVID', '5', '2', 'RFC 3461 section 4.4: at most 100 characters'],
  ['RCPT beyond ASCII without SMTPUTF8', '5', '2', needsUtf8],
  [
    'RCPT with a domain beyond ASCII',
    '2',
    '5',
    'RFC 6531 section 3.1 wants SMTPUTF8; such a domain has one form in ASCII, which is what is kept',
  ],
  [
    'RCPT of the postmaster',
    '5',
    '2',
    'RFC 5321 section 4.5.1 is for servers that deliver; submission has no mailboxes of its own',
  ],
  ['RCPT without a domain', '5', '2', notBySyntax],
  ['RCPT with a domain of one label', '5', '2', notAnAddress],
  ['RCPT with an address literal', '5', '2', notAnAddress],
  ['RCPT with a quoted recipient', '5', '2', noQuotes],
  ['RCPT with two signs', '5', '2', notBySyntax],
  ['RCPT with a dot at the end', '5', '2', notBySyntax],
  ['RCPT with an underscore in the domain', '5', '2', notBySyntax],
  ['a message with a CR alone', '5', '2', ownLineEnds],
  ['a message with a LF alone', '5', '2', ownLineEnds],
  ['a message without a From line', '5', '2', noFrom],
  ['an empty message', '5', '2', noFrom],
]

/** Every kind of difference that was met in random sequences; a new kind fails the test until it stands here or is mended. */
export const explainedDifferences: readonly ExplainedDifference[] = table.map(([kind, ours, theirs, why]) => ({
  kind,
  ours,
  theirs,
  why,
}))
