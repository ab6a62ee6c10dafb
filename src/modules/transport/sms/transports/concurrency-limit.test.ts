import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createConcurrencyLimit } from './concurrency-limit.ts'

const never = new AbortController().signal

describe('createConcurrencyLimit', () => {
  it('runs no more than so many at once, in order, and all in the end', async () => {
    const limit = createConcurrencyLimit(3)
    const started: number[] = []
    let running = 0
    let most = 0
    const work = async (index: number): Promise<void> => {
      started.push(index)
      running += 1
      most = Math.max(most, running)
      await turn()
      running -= 1
    }
    await Promise.all(Array.from({ length: 20 }, (_, index) => limit.run(() => work(index), never)))
    expect(most).toBe(3)
    expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })

  it('gives the place back when the work fails', async () => {
    const limit = createConcurrencyLimit(1)
    await expect(limit.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken')
    expect(await limit.run(async () => 'next', never)).toBe('next')
  })

  it('lets a waiting one leave when its signal aborts, without taking a place', async () => {
    const limit = createConcurrencyLimit(1)
    const gate = Promise.withResolvers<void>()
    const first = limit.run(() => gate.promise, never)
    const impatient = new AbortController()
    const second = limit.run(async () => 'second', impatient.signal)
    const third = limit.run(async () => 'third', never)
    impatient.abort()
    await expect(second).rejects.toMatchObject({ name: 'AbortError' })
    gate.resolve()
    await first
    expect(await third).toBe('third')
    await limit.idle()
  })

  it('is idle at once when nothing runs, and after the last one otherwise', async () => {
    const limit = createConcurrencyLimit(1)
    await limit.idle()
    const order: string[] = []
    const work = limit.run(async () => void order.push('work'), never)
    await limit.idle()
    order.push('idle')
    await work
    expect(order).toEqual(['work', 'idle'])
  })
})
