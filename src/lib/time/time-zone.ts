const parts = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const
const longestName = 64

/** Whether this is a zone of the IANA database ("Europe/Berlin"), as it is spelled there; an offset is none. */
export function isTimeZone(name: string): boolean {
  if (name.length > longestName || !/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
    return known === name || known.toLowerCase() !== name.toLowerCase()
  } catch {
    return false
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/**
 * The zone as this machine can compute with it: an old browser may lack a new one, and then counts in UTC rather than in
 * a zone of its own.
 */
export const usableZone = (timeZone: string): string =>
  clocks.has(timeZone) || isTimeZone(timeZone) ? timeZone : 'UTC'

/** Made once per zone: making one takes longer than sealing a small message. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const zone = usableZone(timeZone)
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', { ...parts, hourCycle: 'h23', timeZone: zone })
  clocks.set(zone, made)
  return made
}

/** What the clocks of a zone show at an instant, written as if it were UTC; whole seconds. */
export function wallClock(instant: Date, timeZone: string): Date {
  const shown = new Map(
    clockOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const read = (name: keyof typeof parts) => shown.get(name) ?? 0
  return new Date(Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second')))
}
