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
const largestSize = 128_000
/** Below this a measure is mostly noise. */
const enoughMs = 4
const runs = 5

/**
 * Work at n and at 4n, in time of the processor that other programs do not count into, the least of several runs. n grows
 * until the work can be told from noise. Linear work gives 4, quadratic work 16.
 */
export function growthOf(read: (size: number) => () => unknown): Growth {
  let size = firstSize
  while (size < largestSize && costMs(read(size), 2) < enoughMs) size *= 2
  const [once, fourfold] = [costMs(read(size), runs), costMs(read(size * 4), runs)]
  return { size, ratio: fourfold / Math.max(once, enoughMs / 8) }
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
