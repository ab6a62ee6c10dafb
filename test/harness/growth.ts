/** A reader of text that strangers write, and how to make texts of a wished length that are as hostile as can be thought of. */
export interface Reader<Input> {
  readonly name: string
  readonly read: (input: Input) => unknown
}

export interface Growth {
  readonly size: number
  /** How much more work four times the text was. */
  readonly ratio: number
}

const firstSize = 2_000
/** Beyond the size at which garbage begins to be collected, which alone makes four times as much cost ten times more. */
const largestSize = 512_000
/** Below this a measure is mostly noise. */
const enoughMs = 4
/**
 * What is quicker still at the largest size counts as this: a collection of garbage would pass for growth, and four times
 * as much takes a few milliseconds whatever its growth.
 */
const leastMs = enoughMs / 2
const runs = 5

/**
 * Work at n and at 4n, in time of the processor that other programs do not count into, the least of several runs. n grows
 * until the work can be told from noise. Linear work gives 4, quadratic work 16.
 */
export function growthOf(read: (size: number) => () => unknown): Growth {
  let size = firstSize
  while (size < largestSize && costMs(read(size), 2) < enoughMs) size *= 2
  const [once, fourfold] = [costMs(read(size), runs), costMs(read(size * 4), runs)]
  return { size, ratio: fourfold / Math.max(once, leastMs) }
}

function costMs(work: () => unknown, times: number): number {
  let least = Infinity
  for (let run = 0; run < times; run += 1) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
    // A run that long says enough, and a reader that is not linear shall not take minutes to be found out.
    if (least > 2000) break
  }
  return least
}
