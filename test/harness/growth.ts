import { expect, test } from 'vitest'
import { hostileTexts, type HostileText } from './hostile-texts.ts'

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

/** Work four times as large may cost eight times as much: caches end, tables grow. Quadratic work costs sixteen times. */
export const widest = 9

/** Refusing is an answer as well. */
const orRefusal = (read: (text: string) => unknown) => (text: string) => {
  try {
    return read(text)
  } catch {
    return null
  }
}

/** The generators that make a reader work hardest; a thousand times a fast one is not worth a measure. */
function hardest(read: (text: string) => unknown): readonly HostileText[] {
  const [small, large] = [4_000, 16_000]
  const costs = hostileTexts.map((generator) => {
    const [, make] = generator
    const [short, long] = [make(small), make(large)]
    read(short)
    return { generator, shortMs: timeOf(() => read(short)), longMs: timeOf(() => read(long)) }
  })
  const bySlope = costs.toSorted((one, other) => other.longMs - other.shortMs * 4 - (one.longMs - one.shortMs * 4))
  const byCost = costs.toSorted((one, other) => other.longMs - one.longMs)
  return [...new Set([...bySlope.slice(0, 3), ...byCost.slice(0, 3)])].map(({ generator }) => generator)
}

function timeOf(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

export function expectLinear(what: string, work: (size: number) => () => unknown): void {
  let growth = growthOf(work)
  // A machine that is busy elsewhere may spoil a measure, not three in a row.
  for (let again = 0; again < 2 && growth.ratio >= widest; again += 1) growth = growthOf(work)
  expect(growth.ratio, `${what}, from ${growth.size} characters`).toBeLessThan(widest)
}

/** A test for each reader, by name: what it is given four times as much of costs it no more than linear work would. */
export function expectLinearReaders(readers: Readonly<Record<string, (text: string) => unknown>>): void {
  test.each(Object.entries(readers))('%s', { timeout: 300_000 }, (_name, reader) => {
    const read = orRefusal(reader)
    for (const [what, make] of hardest(read))
      expectLinear(what, (size) => {
        const text = make(size)
        return () => read(text)
      })
  })
}
