import { pino, type DestinationStream } from 'pino'

/** Values a log line may hold: plain facts, never objects that could carry content. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  child(fields: LogFields): Log
}

const forbiddenField = /pass|secret|code$|subject|body|text|token|cookie|authorization|phone|fragment|proof|share|key$/i
const linkPath = /\/o\/[^\s"']+/g
/** An identifier of ours may hold as many digits in a row as a number; it is told by its form, and stays. */
const longDigits = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\+?\d{9,}/g
/** An international number as people write it, with spaces, dashes or brackets. */
const writtenNumber = /\+\d[\d\s()/.-]{6,}\d/g
const maxValueChars = 300

function scrub(fields: LogFields): Record<string, string | number | boolean | null> {
  const clean: Record<string, string | number | boolean | null> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    if (forbiddenField.test(name) && name !== 'errorCode') clean[name] = '[withheld]'
    else clean[name] = typeof value === 'string' ? scrubText(value) : value
  }
  return clean
}

/** Removes what looks like a recipient link or a phone number from free text that goes into a log. */
export function scrubText(text: string): string {
  return text
    .replace(linkPath, '/o/[withheld]')
    .replace(writtenNumber, '[digits]')
    .replace(longDigits, (found) => (found.includes('-') ? found : '[digits]'))
    .slice(0, maxValueChars)
}

/** Facts about a thrown value that are safe to log: its name, code and scrubbed message. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: 'not an Error' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { error: error.name, errorCode: code, reason: scrubText(error.message) }
}

/** One structured JSON line per event; field names that sound secret are withheld whatever their value. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const logger = pino(
    { level, base: null, messageKey: 'event', timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination(2),
  )
  const wrap = (bound: LogFields): Log => ({
    debug: (event, fields = {}) => logger.debug(scrub({ ...bound, ...fields }), event),
    info: (event, fields = {}) => logger.info(scrub({ ...bound, ...fields }), event),
    warn: (event, fields = {}) => logger.warn(scrub({ ...bound, ...fields }), event),
    error: (event, fields = {}) => logger.error(scrub({ ...bound, ...fields }), event),
    child: (fields) => wrap({ ...bound, ...fields }),
  })
  return wrap({})
}
