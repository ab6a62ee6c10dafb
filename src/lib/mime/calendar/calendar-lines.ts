/** A content line (RFC 5545 section 3.1). */
export interface CalendarLine {
  /** Upper case. */
  readonly name: string
  readonly parameters: string
  readonly value: string
}

const maxLineChars = 8_000

export const readCalendarLines = (text: string): readonly CalendarLine[] =>
  text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .map(readLine)

function readLine(line: string): CalendarLine {
  const [, name = '', parameters = '', value = ''] =
    /^([A-Za-z0-9-]{1,60})((?:;(?:[^":;]|"[^"]*")*)*):([^]*)$/.exec(line.slice(0, maxLineChars)) ?? []
  return { name: name.toUpperCase(), parameters, value: value.trim() }
}

/** The lines of each component of a kind, without those of components inside (alarms have texts of their own). */
export function componentsOf(
  lines: readonly CalendarLine[],
  kind: string,
  max: number,
): readonly (readonly CalendarLine[])[] {
  const found: (readonly CalendarLine[])[] = []
  const open: { readonly kind: string; readonly lines: CalendarLine[] }[] = []
  for (const line of lines) {
    if (found.length >= max) return found
    if (line.name === 'BEGIN') open.push({ kind: line.value.toUpperCase(), lines: [] })
    else if (line.name === 'END') {
      const closed = open.pop()
      if (closed?.kind === kind) found.push(closed.lines)
    } else open.at(-1)?.lines.push(line)
  }
  // A calendar that was cut off ends inside its event.
  const cut = open.filter((component) => component.kind === kind).map((component) => component.lines)
  return [...found, ...cut].slice(0, max)
}

export const firstOf = (lines: readonly CalendarLine[], name: string): CalendarLine | undefined =>
  lines.find((line) => line.name === name)

/** The value of a parameter, without its quotation marks; empty when there is none. */
export function parameterOf(line: CalendarLine | undefined, name: 'TZID' | 'CN'): string {
  const found = parameterPatterns[name].exec(line?.parameters ?? '')
  return (found?.[1] ?? found?.[2] ?? '').trim()
}

const parameterPatterns = { TZID: /;TZID=(?:"([^"]*)"|([^;]*))/i, CN: /;CN=(?:"([^"]*)"|([^;]*))/i }
