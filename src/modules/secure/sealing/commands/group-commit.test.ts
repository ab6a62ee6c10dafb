import { describe, expect, test } from 'vitest'
import { AppError } from '../../../../lib/errors/app-error.ts'
import { GroupCommit } from './group-commit.ts'

interface Gate {
  readonly groups: string[][]
  release(): void
}

function gated(options: { maxWeight?: number; fail?: (items: readonly string[]) => Error | undefined } = {}): {
  commit: GroupCommit<string, string>
  gate: Gate
} {
  const groups: string[][] = []
  let release = () => {}
  const opened = new Promise<void>((resolve) => (release = resolve))
  const commit = new GroupCommit<string, string>({
    maxWeight: options.maxWeight ?? 100,
    weigh: (item) => item.length,
    commit: async (_key, items) => {
      groups.push([...items])
      await opened
      const error = options.fail?.(items)
      if (error !== undefined) throw error
      return items.map((item) => item.toUpperCase())
    },
  })
  return { commit, gate: { groups, release: () => release() } }
}

describe('group commit', () => {
  test('items that arrive while two transactions are under way share the next one', async () => {
    const { commit, gate } = gated()
    const results = ['a', 'b', 'c', 'd', 'e'].map((item) => commit.add('org', item))
    gate.release()
    expect(await Promise.all(results)).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(gate.groups).toEqual([['a'], ['b'], ['c', 'd', 'e']])
  })

  test('keys do not wait for each other', async () => {
    const { commit, gate } = gated()
    const results = [commit.add('one', 'a'), commit.add('two', 'b'), commit.add('three', 'c')]
    gate.release()
    await Promise.all(results)
    expect(gate.groups).toEqual([['a'], ['b'], ['c']])
  })

  test('a refused item fails alone', async () => {
    const refused = new AppError('refused', 'test.refused', 'No.')
    const { commit, gate } = gated({ fail: (items) => (items.includes('bad') ? refused : undefined) })
    const results = ['a', 'b', 'good', 'bad', 'fine'].map((item) => commit.add('org', item))
    gate.release()
    const settled = await Promise.allSettled(results)
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })

  test('a lost connection fails the whole group and repeats nothing', async () => {
    const { commit, gate } = gated({ fail: (items) => (items.length > 1 ? new Error('connection lost') : undefined) })
    const results = ['a', 'b', 'c', 'd'].map((item) => commit.add('org', item))
    gate.release()
    const settled = await Promise.allSettled(results)
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(gate.groups).toHaveLength(3)
  })

  test('a group weighs no more than allowed, but an item heavier than that goes alone', async () => {
    const { commit, gate } = gated({ maxWeight: 4 })
    const results = ['a', 'b', 'xx', 'yy', 'zz', 'heavyheavy', 'c'].map((item) => commit.add('org', item))
    gate.release()
    await Promise.all(results)
    expect(gate.groups).toEqual([['a'], ['b'], ['xx', 'yy'], ['zz'], ['heavyheavy'], ['c']])
  })
})
