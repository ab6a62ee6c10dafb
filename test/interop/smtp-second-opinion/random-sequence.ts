/** One line that a client may send, with the kind by which differences are explained. */
export interface Command {
  readonly kind: string
  readonly line: string
}

/** Commands that leave in one packet. DATA only ever stands last (RFC 2920 section 3.1), and brings its message along. */
export interface Group {
  readonly commands: readonly Command[]
  readonly message: Command | null
}

export interface Sequence {
  /** `clear`: before STARTTLS on the port that demands it; `tls`: inside TLS, allowed to send. */
  readonly where: 'clear' | 'tls'
  readonly groups: readonly Group[]
}

type Random = () => number

/** Mulberry32: the same numbers for the same seed, everywhere. */
function createRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <Value>(random: Random, values: readonly [Value, ...Value[]]): Value =>
  values[Math.floor(random() * values.length)] ?? values[0]

type Kinds = readonly [readonly [kind: string, line: string], ...(readonly [kind: string, line: string])[]]

const hello: Kinds = [
  ['EHLO', 'EHLO client.example'],
  ['EHLO', 'ehlo client.example'],
  ['EHLO', 'EHLO [192.0.2.1]'],
  ['HELO', 'HELO client.example'],
  ['EHLO without a name', 'EHLO'],
  ['EHLO with blanks in the name', 'EHLO PC (Buero)'],
]
const goodMail: Kinds = [
  ['MAIL', 'MAIL FROM:<doctor@praxis.example>'],
  ['MAIL', 'mail from:<doctor@praxis.example> size=2000 body=8bitmime'],
  ['MAIL', 'MAIL FROM:<> RET=HDRS ENVID=QQ+2B314'],
  ['MAIL', 'MAIL FROM:<doctor@praxis.example> SMTPUTF8 BODY=7BIT'],
  ['MAIL', 'MAIL FROM:<@relay.example:doctor@praxis.example>'],
]
// Not among them: a SIZE that is too large, for which Postfix 3.7 refuses the next MAIL as well (RFC 1870 section 6.1).
const oddMail: Kinds = [
  ['MAIL without brackets', 'MAIL FROM:doctor@praxis.example'],
  ['MAIL with an open bracket', 'MAIL FROM:<doctor@praxis.example'],
  ['MAIL with two brackets', 'MAIL FROM:<doctor@praxis.example>>'],
  ['MAIL with a blank before the path', 'MAIL FROM: <doctor@praxis.example>'],
  ['MAIL with a blank before the colon', 'MAIL FROM :<doctor@praxis.example>'],
  ['MAIL without FROM', 'MAIL <doctor@praxis.example>'],
  ['MAIL alone', 'MAIL'],
  ['MAIL with a parameter glued on', 'MAIL FROM:<doctor@praxis.example>SIZE=10'],
  ['MAIL of a foreign sender', 'MAIL FROM:<somebody@elsewhere.example>'],
  ['MAIL with a quoted sender', 'MAIL FROM:<"a b"@praxis.example>'],
  ['MAIL with needless quotes', 'MAIL FROM:<"doctor"@praxis.example>'],
  ['MAIL with two signs', 'MAIL FROM:<a@b@praxis.example>'],
  ['MAIL with an address literal', 'MAIL FROM:<a@[192.0.2.1]>'],
  ['MAIL without a domain', 'MAIL FROM:<doctor>'],
  ['MAIL with an empty domain', 'MAIL FROM:<doctor@>'],
  ['MAIL beyond ASCII without SMTPUTF8', 'MAIL FROM:<d\xc3\xb6ctor@praxis.example>'],
  ['MAIL with SIZE twice', 'MAIL FROM:<doctor@praxis.example> SIZE=1 SIZE=2'],
  ['MAIL with a negative SIZE', 'MAIL FROM:<doctor@praxis.example> SIZE=-1'],
  ['MAIL with SIZE and no value', 'MAIL FROM:<doctor@praxis.example> SIZE'],
  ['MAIL with an unknown BODY', 'MAIL FROM:<doctor@praxis.example> BODY=9BIT'],
  ['MAIL with BINARYMIME', 'MAIL FROM:<doctor@praxis.example> BODY=BINARYMIME'],
  ['MAIL with an unknown RET', 'MAIL FROM:<doctor@praxis.example> RET=SOME'],
  ['MAIL with RET twice', 'MAIL FROM:<doctor@praxis.example> RET=FULL RET=HDRS'],
  ['MAIL with xtext that is none', 'MAIL FROM:<doctor@praxis.example> ENVID=a+'],
  ['MAIL with a line end in ENVID', 'MAIL FROM:<doctor@praxis.example> ENVID=a+0D+0Ab'],
  ['MAIL with a long ENVID', `MAIL FROM:<doctor@praxis.example> ENVID=${'a'.repeat(101)}`],
  ['MAIL with an unknown parameter', 'MAIL FROM:<doctor@praxis.example> HOLDFOR=10'],
  ['MAIL with a value for SMTPUTF8', 'MAIL FROM:<doctor@praxis.example> SMTPUTF8=yes'],
  ['MAIL with AUTH', 'MAIL FROM:<doctor@praxis.example> AUTH=<>'],
]
const goodRcpt: Kinds = [
  ['RCPT', 'RCPT TO:<anna@home.example>'],
  ['RCPT', 'rcpt to:<Ben@Home.example>'],
  ['RCPT', 'RCPT TO:<anna@home.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;anna+2Bx@home.example'],
  ['RCPT', 'RCPT TO:<clara@home.example> NOTIFY=NEVER'],
  ['RCPT', 'RCPT TO:<@relay.example:dora@home.example>'],
]
const oddRcpt: Kinds = [
  ['RCPT of nobody', 'RCPT TO:<>'],
  ['RCPT without brackets', 'RCPT TO:anna@home.example'],
  ['RCPT without TO', 'RCPT <anna@home.example>'],
  ['RCPT alone', 'RCPT'],
  ['RCPT with a blank before the path', 'RCPT TO: <anna@home.example>'],
  ['RCPT of the postmaster', 'RCPT TO:<Postmaster>'],
  ['RCPT without a domain', 'RCPT TO:<anna>'],
  ['RCPT with an address literal', 'RCPT TO:<anna@[192.0.2.1]>'],
  ['RCPT with a domain of one label', 'RCPT TO:<anna@localhost>'],
  ['RCPT with two signs', 'RCPT TO:<a@b@home.example>'],
  ['RCPT with a quoted recipient', 'RCPT TO:<"anna b"@home.example>'],
  ['RCPT with a dot at the end', 'RCPT TO:<anna.@home.example>'],
  ['RCPT with two dots', 'RCPT TO:<anna@home..example>'],
  ['RCPT beyond ASCII without SMTPUTF8', 'RCPT TO:<\xc3\xa4nna@home.example>'],
  ['RCPT with a domain beyond ASCII', 'RCPT TO:<anna@b\xc3\xbccher.example>'],
  ['RCPT with an underscore in the domain', 'RCPT TO:<anna@ho_me.example>'],
  ['RCPT with NEVER and more', 'RCPT TO:<anna@home.example> NOTIFY=NEVER,SUCCESS'],
  ['RCPT with an unknown NOTIFY', 'RCPT TO:<anna@home.example> NOTIFY=ALWAYS'],
  ['RCPT with an empty NOTIFY', 'RCPT TO:<anna@home.example> NOTIFY='],
  ['RCPT with ORCPT of no type', 'RCPT TO:<anna@home.example> ORCPT=nothing'],
  ['RCPT with ORCPT that is no xtext', 'RCPT TO:<anna@home.example> ORCPT=rfc822;anna+tag@home.example'],
  ['RCPT with an unknown parameter', 'RCPT TO:<anna@home.example> RRVS=now'],
]
const others: Kinds = [
  ['NOOP', 'NOOP'],
  ['NOOP', 'NOOP with words'],
  ['RSET', 'RSET'],
  ['RSET with words', 'RSET now'],
  ['DATA with words', 'DATA now'],
  ['VRFY', 'VRFY anna@home.example'],
  ['VRFY alone', 'VRFY'],
  ['HELP', 'HELP'],
  ['EXPN', 'EXPN list'],
  ['STARTTLS with words', 'STARTTLS now'],
  ['an unknown command', 'FROBNICATE'],
  ['a header field for a command', 'MAILFROM:<doctor@praxis.example>'],
  ['an empty line', ''],
  ['a blank before the command', ' NOOP'],
]
const inTlsOnly: Kinds = [['STARTTLS inside TLS', 'STARTTLS']]

const header = 'From: doctor@praxis.example\r\nTo: anna@home.example\r\nSubject: x\r\n\r\n'
const messages: Kinds = [
  ['a message', `${header}Hello\r\n.\r\n`],
  ['a message', `${header}..dot\r\n.. \r\n...\r\n.\r\n`],
  ['a message', `${header}\r\n\r\n.\r\n`],
  ['a message', `${header}${'x'.repeat(990)}\r\n.\r\n`],
  ['a message', `${header}\xe4\xf6\xfc\r\n.\r\n`],
  ['a message without a From line', `Subject: x\r\n\r\nHello\r\n.\r\n`],
  ['an empty message', '.\r\n'],
  ['a message with a LF alone', `${header}one\ntwo\r\n.\r\n`],
  ['a message with a CR alone', `${header}one\rtwo\r\n.\r\n`],
]

const command = ([kind, line]: readonly [string, string]): Command => ({ kind, line })

/** Where a client stands, as far as a guess at the next sensible command needs it. */
type Step = 'hello' | 'mail' | 'rcpt' | 'more'

function sensible(random: Random, step: Step): Command {
  if (step === 'hello') return command(pick(random, random() < 0.8 ? [hello[0]] : hello))
  if (step === 'mail') return command(pick(random, random() < 0.6 ? goodMail : oddMail))
  return command(pick(random, random() < 0.6 ? goodRcpt : oddRcpt))
}

function anyCommand(random: Random, where: Sequence['where']): Command {
  const pools: readonly [Kinds, ...Kinds[]] = [hello, goodMail, oddMail, goodRcpt, oddRcpt, others, others]
  return command(pick(random, where === 'tls' && random() < 0.1 ? inTlsOnly : pick(random, pools)))
}

const after: Readonly<Record<Step, Step>> = { hello: 'mail', mail: 'rcpt', rcpt: 'more', more: 'more' }

/** A mixture of right and wrong: two commands in three are what a mail program would send next, one is anything. */
export function randomSequence(seed: number): Sequence {
  const random = createRandom(seed)
  const where = random() < 0.2 ? 'clear' : 'tls'
  const groups: Group[] = []
  let step: Step = 'hello'
  for (let left = 3 + Math.floor(random() * 5); left > 0; left--) {
    const commands: Command[] = []
    for (let size = 1 + Math.floor(random() * (random() < 0.5 ? 1 : 4)); size > 0; size--) {
      const isSensible = random() < 0.67
      commands.push(isSensible ? sensible(random, step) : anyCommand(random, where))
      if (isSensible) step = after[step]
    }
    const sends = random() < (step === 'more' ? 0.6 : 0.1)
    if (sends) commands.push({ kind: 'DATA', line: 'DATA' })
    groups.push({ commands, message: sends ? command(pick(random, messages)) : null })
    if (sends && step === 'more') step = 'mail'
  }
  return { where, groups }
}
