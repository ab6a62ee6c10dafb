import { wallClock } from './time-zone.ts'

const dayMs = 86_400_000

/**
 * The instant at which clocks of a zone show a time, which is written as if it were UTC. Of an hour that comes twice the
 * first one; a time that is left out when clocks go forward counts on from the hour before (RFC 5545 section 3.3.5).
 */
export function instantOfClock(local: Date, timeZone: string): Date {
  const time = local.getTime()
  const offsets = [time - dayMs, time + dayMs].map((around) => wallClock(new Date(around), timeZone).getTime() - around)
  const candidates = offsets.map((offset) => time - offset)
  const exact = candidates.filter((instant) => wallClock(new Date(instant), timeZone).getTime() === time)
  return new Date(exact.length > 0 ? Math.min(...exact) : time - (offsets[0] ?? 0))
}
