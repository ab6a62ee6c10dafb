import type { FailureCause } from '../mail.ts'
import type { SmtpStage } from './smtp-failure.ts'

export interface Refusal {
  readonly stage: SmtpStage
  /** Enhanced, for example 5.7.1; only the class is known when it ends in 0.0. */
  readonly status: string
  /** The host's words, of one line. */
  readonly text: string
  /** What the mail carries: encrypted files of ours, a message as somebody wrote it, or neither. */
  readonly carries: 'attachments' | 'original' | 'nothing'
}

/** Said of files, whatever the code. */
const ofFiles =
  /attach|encrypt|password|passwort|verschl\u00fcsselt|archive|\.zip|\bzip\b|file ?type|file ?name|dateityp|\bpdf\b|banned:|macro/i
/** Said of what is in a mail. */
const ofContent =
  /content|virus|malware|infect|security (issue|polic)|polic|prohibit|blocked|scan|filter|unsafe|harmful|not permitted|spam/i
/** Said of who sends, not of what: another way from the same server would be refused as well. */
const ofSender =
  /\bspf\b|\bdkim\b|\bdmarc\b|authenticat|reverse dns|\bptr\b|black ?list|block ?list|blocked using|\brbl\b|dnsbl|spamhaus|reputation|relay|rate limit|too many|client host|sender address|sending domain/i
const ofSize = /(message|mail|content|size).{0,40}(too (big|large)|exceed|size|limit)|too (big|large)/i
const ofMailbox = /mailbox|quota|storage|over ?quota|full\b/i

/** X.7.x codes about the sender: closed groups, SPF, DKIM, reverse names, rates (RFC 7372, Google, Microsoft). */
const senderStatus = /^5\.7\.(2\d|1[23]\d|5\d\d|6\d\d|7\d\d)$/
/** A later hop lacks what REQUIRETLS demands (RFC 8689 section 6), or TLS is wanted where there is none. */
const tlsStatus = /^5\.7\.(10|30)$/

/**
 * What a refusal means for the module that queued the mail. A content refused for a reason of policy counts as refused
 * because of its attachments when it has some, unless the words blame the sender: the other way, through the portal, is
 * harmless, and a mail that is given up is not. A message in its own form must be refused for its files in so many words.
 */
export function causeOfRefusal(refusal: Refusal): FailureCause {
  const { stage, status, text, carries } = refusal
  if (tlsStatus.test(status)) return 'no-verified-tls'
  if (isTooLarge(refusal)) return 'message-too-large'
  if (stage !== 'content' || carries === 'nothing' || /^5\.(1|2\.[1-9]|4)/.test(status)) return 'other'
  if (ofFiles.test(text)) return 'attachment-refused'
  if (carries === 'original' || senderStatus.test(status) || ofSender.test(text)) return 'other'
  const isPolicy = status.startsWith('5.7.') || /^5\.6\.[0-6]$/.test(status)
  return isPolicy || ofContent.test(text) ? 'attachment-refused' : 'other'
}

function isTooLarge({ status, text }: Refusal): boolean {
  if (status === '5.3.4' || status === '5.2.3') return true
  const saysMore = /^5\.(1|2\.[^03]|4|6|7)/.test(status)
  return !saysMore && ofSize.test(text) && !ofMailbox.test(text)
}
