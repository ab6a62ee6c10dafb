/** What a command has to say, in both forms; printed in one place. */
export interface Answer {
  /** Printed with --json. */
  readonly data: unknown
  /** Printed otherwise; may have several lines. Empty prints nothing. */
  readonly text: string
  /** The command did its work and found something wrong: one line on standard error, and a non-zero exit. */
  readonly problem?: string | undefined
}

/** Rows as aligned columns under their titles; a line of its own says that there are none. */
export function columns(titles: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return none
  const table = [titles, ...rows]
  const widths = titles.map((_title, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return table.map(line).join('\n')
}

/** Names and values, one pair a line. */
export function pairs(values: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...values.map(([name]) => name.length))
  return values.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`).join('\n')
}
