import { instantOfClock, isTimeZone } from '../../time/index.ts'
import { componentsOf, firstOf, type CalendarLine } from './calendar-lines.ts'
import { offsetAt, readObservance, type Observance } from './zone-rules.ts'

/** What Windows calls the zones from which invitations come (CLDR, windowsZones). */
const windowsZones: Readonly<Record<string, string>> = {
  'aus eastern standard time': 'Australia/Sydney',
  'arab standard time': 'Asia/Riyadh',
  'arabian standard time': 'Asia/Dubai',
  'atlantic standard time': 'America/Halifax',
  'central america standard time': 'America/Guatemala',
  'central europe standard time': 'Europe/Budapest',
  'central european standard time': 'Europe/Warsaw',
  'central standard time': 'America/Chicago',
  'china standard time': 'Asia/Shanghai',
  'e. europe standard time': 'Europe/Chisinau',
  'e. south america standard time': 'America/Sao_Paulo',
  'eastern standard time': 'America/New_York',
  'egypt standard time': 'Africa/Cairo',
  'fle standard time': 'Europe/Kiev',
  'gmt standard time': 'Europe/London',
  'greenwich standard time': 'Atlantic/Reykjavik',
  'gtb standard time': 'Europe/Bucharest',
  'hawaiian standard time': 'Pacific/Honolulu',
  'india standard time': 'Asia/Kolkata',
  'israel standard time': 'Asia/Jerusalem',
  'korea standard time': 'Asia/Seoul',
  'mountain standard time': 'America/Denver',
  'new zealand standard time': 'Pacific/Auckland',
  'pacific standard time': 'America/Los_Angeles',
  'romance standard time': 'Europe/Paris',
  'russian standard time': 'Europe/Moscow',
  'se asia standard time': 'Asia/Bangkok',
  'singapore standard time': 'Asia/Singapore',
  'south africa standard time': 'Africa/Johannesburg',
  'tokyo standard time': 'Asia/Tokyo',
  'turkey standard time': 'Europe/Istanbul',
  'us mountain standard time': 'America/Phoenix',
  utc: 'UTC',
  'w. central africa standard time': 'Africa/Lagos',
  'w. europe standard time': 'Europe/Berlin',
}

const maxZones = 20
const maxObservances = 200

/** The zones that a calendar names and explains. */
export class CalendarZones {
  readonly #explained = new Map<string, readonly Observance[]>()

  constructor(lines: readonly CalendarLine[]) {
    for (const zone of zoneBlocks(lines).slice(0, maxZones)) {
      const name = firstOf(zone, 'TZID')?.value ?? ''
      const parts = [
        ...componentsOf(zone, 'STANDARD', maxObservances),
        ...componentsOf(zone, 'DAYLIGHT', maxObservances),
      ]
      const observances = parts.map(readObservance).filter((observance) => observance !== null)
      if (observances.length > 0) this.#explained.set(name, observances)
    }
  }

  /** The instant of a time on the clocks of a zone; null when neither the calendar nor anybody else explains the zone. */
  instantOf(local: Date, zone: string): Date | null {
    const known = knownZone(zone)
    if (known !== null) return instantOfClock(local, known)
    const offset = offsetAt(this.#explained.get(zone) ?? [], local)
    return offset === null ? null : new Date(local.getTime() - offset * 60_000)
  }
}

/** "Europe/Berlin", "/mozilla.org/20050126_1/Europe/Berlin", "W. Europe Standard Time". */
function knownZone(zone: string): string | null {
  if (zone === '') return null
  if (isTimeZone(zone)) return zone
  const ending = zone.split('/').slice(-2).join('/')
  if (ending.includes('/') && isTimeZone(ending)) return ending
  return windowsZones[zone.toLowerCase()] ?? null
}

/** The lines of each VTIMEZONE, those of its parts included. */
function zoneBlocks(lines: readonly CalendarLine[]): readonly (readonly CalendarLine[])[] {
  const blocks: CalendarLine[][] = []
  let isInside = false
  for (const line of lines) {
    const isZone = /^vtimezone$/i.test(line.value)
    if (line.name === 'BEGIN' && isZone) blocks.push([])
    if (line.name === 'BEGIN' && isZone) isInside = true
    else if (line.name === 'END' && isZone) isInside = false
    else if (isInside) blocks.at(-1)?.push(line)
  }
  return blocks
}
