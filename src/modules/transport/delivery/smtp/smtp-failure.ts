import { safeReplyText, statusOfReply } from './reply-status.ts'

/** How far a hand-over came. After `content` the host may have taken the mail although its answer was lost. */
export type SmtpStage = 'connection' | 'envelope' | 'content'

interface Facts {
  readonly stage: SmtpStage
  readonly text: string
  /** The host's words, when it said no. */
  readonly reply?: string
  /** An enhanced status of a refusal that needs no reply of the host. */
  readonly permanent?: string
  /** STARTTLS or the handshake failed. */
  readonly tls?: boolean
  /** The host refused to begin: its reply is to the connection itself, or to our name. */
  readonly atTheDoor?: boolean
  readonly cause?: unknown
}

/** Why a host did not take a mail. Its text is fit for logs and reports. */
export class SmtpFailure extends Error {
  readonly stage: SmtpStage
  readonly status: string
  /** The host answered; otherwise the connection failed. */
  readonly replied: boolean
  /** Trying again with another host or later is pointless (5xx once the session was open). */
  readonly permanent: boolean
  readonly tls: boolean
  /**
   * The enhanced status of a 5yz that the host said before any mail; null otherwise. It holds for every mail to this host,
   * and is final for one when no other host takes it (RFC 5321 sections 3.1 and 4.2.1, RFC 7504 section 3).
   */
  readonly closedDoor: string | null

  constructor(facts: Facts) {
    super(safeReplyText(facts.reply ?? facts.text), { cause: facts.cause })
    this.name = 'SmtpFailure'
    this.stage = facts.stage
    this.replied = facts.reply !== undefined
    // What a host says at the greeting or at the login is not about this mail; whether it is final, all hosts decide.
    this.permanent = facts.permanent !== undefined || (facts.stage !== 'connection' && isFinal(facts.reply))
    this.status = facts.permanent ?? this.#statusOf(facts)
    this.tls = facts.tls ?? false
    this.closedDoor = facts.atTheDoor === true && !this.tls ? closedDoorOf(facts.reply ?? '') : null
  }

  #statusOf({ stage, reply }: Facts): string {
    if (reply === undefined) return stage === 'connection' ? '4.4.1' : '4.4.2'
    const status = statusOfReply(reply)
    return this.permanent ? status : status.replace(/^5/, '4').replace(/^2.*/, '4.5.0')
  }
}

/** 521 says "host does not accept mail" whatever its words (RFC 7504 section 4). */
function closedDoorOf(reply: string): string | null {
  if (!reply.startsWith('5')) return null
  const status = statusOfReply(reply)
  return status === '5.0.0' && reply.startsWith('521') ? '5.3.2' : status
}

/** 503 says that the session was in the wrong state, not that the mail was refused. */
function isFinal(reply: string | undefined): boolean {
  return reply !== undefined && /^5\d\d/.test(reply) && !reply.startsWith('503')
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Reads what the SMTP client throws; `stage` is where the conversation was. */
export function failureOf(error: Error, stage: SmtpStage): SmtpFailure {
  if (error instanceof SmtpFailure) return error
  const code = 'code' in error ? textOf(error.code) : undefined
  const reply = 'response' in error ? textOf(error.response) : undefined
  const isOversize = code === 'EMESSAGE' && reply === undefined
  const isBadAddress = code === 'EENVELOPE' && reply === undefined
  return new SmtpFailure({
    stage,
    text: textOfFailure(error, code),
    tls: code === 'ETLS' || (stage === 'connection' && isTlsError(error)),
    cause: error,
    atTheDoor: stage === 'connection' && isAtTheDoor(error, reply ?? ''),
    ...(reply === undefined ? {} : { reply }),
    ...(isOversize ? { permanent: '5.3.4' } : isBadAddress ? { permanent: '5.1.3' } : {}),
  })
}

/** To the greeting's place, or to EHLO and HELO; 50z there only says that a command is not known. */
function isAtTheDoor(error: Error, reply: string): boolean {
  const command = 'command' in error ? textOf(error.command) : undefined
  if (command === 'CONN') return true
  return (command === 'EHLO' || command === 'HELO') && !reply.startsWith('50')
}

/** In words for the reports to senders; the code of what the TLS library found is for administrators. */
function textOfFailure(error: Error, code: string | undefined): string {
  if (code === 'ETIMEDOUT') return 'the host does not answer in time'
  const original = 'originalCode' in error ? textOf(error.originalCode) : undefined
  return isTlsError(error)
    ? `TLS with the host failed (${original ?? 'unknown'})`
    : `the connection failed (${code ?? 'unknown'})`
}

function isTlsError(error: Error): boolean {
  const original = 'originalCode' in error ? textOf(error.originalCode) : undefined
  return /^(ERR_SSL|ERR_TLS|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|INVALID_|PATH_LENGTH|HOSTNAME)/.test(
    original ?? '',
  )
}
