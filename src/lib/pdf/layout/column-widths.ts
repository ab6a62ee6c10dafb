/** What one column needs and wishes, in points. */
export interface ColumnNeed {
  /** Widest word. */
  min: number
  /** Widest line, unbroken. */
  max: number
  /** What the author asked for. */
  wished: number | null
}

const narrowest = 16
// An amount with its currency, a date, a short name: kept on one line where there is room for it.
const oneLine = 90

/**
 * Widths of the columns of a table: each its widest line where that fits, else its widest word and a share of the rest
 * by need; where not even the words fit, by the size of the words. The sum never exceeds `available`.
 */
export function columnWidths(columns: readonly ColumnNeed[], available: number, isWide: boolean): number[] {
  const mins = leastWidths(columns, available)
  const wishes = columns.map(({ max, wished }, index) => Math.max(wished ?? max, mins[index] ?? 0))
  const minSum = sum(mins)
  const wishSum = sum(wishes)
  if (minSum >= available) return tight(mins, available)
  if (wishSum > available) {
    const share = (available - minSum) / (wishSum - minSum)
    return wishes.map((wish, index) => (mins[index] ?? 0) + (wish - (mins[index] ?? 0)) * share)
  }
  if (!isWide) return wishes
  const free = available - wishSum
  return wishes.map((wish) => wish + (free * wish) / wishSum)
}

function leastWidths(columns: readonly ColumnNeed[], available: number): number[] {
  const whole = columns.map(({ min, max }) => Math.max(min, Math.min(max, oneLine), narrowest))
  return sum(whole) < available ? whole : columns.map(({ min }) => Math.max(min, narrowest))
}

// Narrow columns keep their words whole, the wide ones give way.
function tight(mins: readonly number[], available: number): number[] {
  let open = mins.map((_, index) => index)
  const widths = mins.map(() => 0)
  let left = available
  for (let round = 0; round < 4 && open.length > 0; round += 1) {
    const even = left / open.length
    const fitting = open.filter((index) => (mins[index] ?? 0) <= even)
    if (fitting.length === 0) break
    for (const index of fitting) {
      widths[index] = mins[index] ?? 0
      left -= widths[index] ?? 0
    }
    open = open.filter((index) => !fitting.includes(index))
  }
  for (const index of open) widths[index] = left / open.length
  return widths
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
